/** What is written, read and copied of the history. */
@NullMarked
package lotwatch.projections.history;

import org.jspecify.annotations.NullMarked;
