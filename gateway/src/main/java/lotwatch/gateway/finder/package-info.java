/** What the four protocols of the campus smart parking finder share. */
@NullMarked
package lotwatch.gateway.finder;

import org.jspecify.annotations.NullMarked;
