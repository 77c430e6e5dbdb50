/** Those who do the work on recordings: they lease tasks, do them, and say what came of them. */
@NullMarked
package lotwatch.recordings.work;

import org.jspecify.annotations.NullMarked;
