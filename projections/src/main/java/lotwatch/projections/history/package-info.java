/** What happened, in SQL: a file of each node, or a database that they share. */
@NullMarked
package lotwatch.projections.history;

import org.jspecify.annotations.NullMarked;
