/** The text protocol of the campus smart parking finder: one line asked, one line answered. */
@NullMarked
package lotwatch.gateway.finder.text;

import org.jspecify.annotations.NullMarked;
