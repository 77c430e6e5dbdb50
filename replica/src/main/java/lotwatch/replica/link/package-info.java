/**
 * The link between two nodes: gRPC on the port of the log, with streams for what is larger than a
 * message.
 */
@NullMarked
package lotwatch.replica.link;

import org.jspecify.annotations.NullMarked;
