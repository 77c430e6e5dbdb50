/** Cameras, and the frames that they give. */
@NullMarked
package lotwatch.media;

import org.jspecify.annotations.NullMarked;
