/** Which cameras this node runs: its heartbeats, its assignments and the frames sent to them. */
@NullMarked
package lotwatch.node.placement;

import org.jspecify.annotations.NullMarked;
