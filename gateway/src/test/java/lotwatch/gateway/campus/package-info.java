/** The gRPC door, tried with real channels. */
@NullMarked
package lotwatch.gateway.campus;

import org.jspecify.annotations.NullMarked;
