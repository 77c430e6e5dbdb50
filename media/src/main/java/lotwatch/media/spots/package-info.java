/** Spots files: where in a camera's picture each parking spot is. */
@NullMarked
package lotwatch.media.spots;

import org.jspecify.annotations.NullMarked;
