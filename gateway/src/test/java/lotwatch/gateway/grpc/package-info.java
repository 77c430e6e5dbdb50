/** Tests of the server that all gRPC services share. */
@NullMarked
package lotwatch.gateway.grpc;

import org.jspecify.annotations.NullMarked;
