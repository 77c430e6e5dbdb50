/** The gRPC door, tried with real channels. */
@NullMarked
package lotwatch.sources.grpc;

import org.jspecify.annotations.NullMarked;
