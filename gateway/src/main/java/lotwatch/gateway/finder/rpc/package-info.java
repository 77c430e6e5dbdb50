/** The framed JSON calls of the campus smart parking finder, and what its doors have in common. */
@NullMarked
package lotwatch.gateway.finder.rpc;

import org.jspecify.annotations.NullMarked;
