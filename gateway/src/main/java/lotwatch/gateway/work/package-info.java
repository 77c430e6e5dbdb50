/**
 * Workers that are no nodes: they lease tasks over gRPC, fetch what they need, and bring what they
 * made.
 */
@NullMarked
package lotwatch.gateway.work;

import org.jspecify.annotations.NullMarked;
