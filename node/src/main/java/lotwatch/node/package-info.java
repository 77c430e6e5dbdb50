/** One server process: what the configuration says, wired up in start order, closed in reverse. */
@NullMarked
package lotwatch.node;

import org.jspecify.annotations.NullMarked;
