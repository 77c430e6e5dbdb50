/** The framed JSON calls of the campus smart parking finder, and what its doors have in common. */
@NullMarked
package lotwatch.sources.rpc;

import org.jspecify.annotations.NullMarked;
