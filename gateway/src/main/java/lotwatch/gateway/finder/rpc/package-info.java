/** The framed JSON calls of the campus smart parking finder. */
@NullMarked
package lotwatch.gateway.finder.rpc;

import org.jspecify.annotations.NullMarked;
