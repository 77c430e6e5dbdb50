/** The gRPC door: the services of system A, health and reflection. */
@NullMarked
package lotwatch.sources.grpc;

import org.jspecify.annotations.NullMarked;
