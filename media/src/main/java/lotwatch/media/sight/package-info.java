/** Sight: from one image to the probability, spot by spot, that a vehicle stands there. */
@NullMarked
package lotwatch.media.sight;

import org.jspecify.annotations.NullMarked;
