/** Finished videos for players that take no single file. */
@NullMarked
package lotwatch.recordings.play;

import org.jspecify.annotations.NullMarked;
