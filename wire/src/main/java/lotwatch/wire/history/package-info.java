/** What the history is asked and answers, and how one node has a copy of another's. */
@NullMarked
package lotwatch.wire.history;

import org.jspecify.annotations.NullMarked;
