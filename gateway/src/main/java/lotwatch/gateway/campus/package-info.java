/** The gRPC door: the services of system A, health and reflection. */
@NullMarked
package lotwatch.gateway.campus;

import org.jspecify.annotations.NullMarked;
