/** Spots files: where in a camera's picture each parking spot is. */
@NullMarked
package lotwatch.video.spots;

import org.jspecify.annotations.NullMarked;
