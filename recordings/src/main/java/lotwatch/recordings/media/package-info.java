/** The exact media work: what a file holds, its pieces, each encoded and checked, and joined. */
@NullMarked
package lotwatch.recordings.media;

import org.jspecify.annotations.NullMarked;
