/** The gRPC port, tried with real channels. */
@NullMarked
package lotwatch.gateway.campus;

import org.jspecify.annotations.NullMarked;
