/** The one gRPC server: whatever services it is given, with health and reflection. */
@NullMarked
package lotwatch.gateway.grpc;

import org.jspecify.annotations.NullMarked;
