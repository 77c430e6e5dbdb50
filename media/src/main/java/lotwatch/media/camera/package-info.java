/** Cameras: from a URL to frames, by a child ffmpeg that may crash, hang or lie. */
@NullMarked
package lotwatch.media.camera;

import org.jspecify.annotations.NullMarked;
