/** The text protocol of the campus smart parking finder: one line asked, one line answered. */
@NullMarked
package lotwatch.sources.text;

import org.jspecify.annotations.NullMarked;
