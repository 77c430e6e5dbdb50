/** Spots files: where in a camera's image each parking spot is. */
@NullMarked
package lotwatch.media.spots;

import org.jspecify.annotations.NullMarked;
