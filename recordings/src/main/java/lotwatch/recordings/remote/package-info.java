/**
 * A worker that is no node: the same work, with tasks and files that it gets from any node over
 * gRPC.
 */
@NullMarked
package lotwatch.recordings.remote;

import org.jspecify.annotations.NullMarked;
