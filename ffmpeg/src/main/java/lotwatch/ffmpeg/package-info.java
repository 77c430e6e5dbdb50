/** The ffmpeg that is run on this machine: where it is found, and children that end with us. */
@NullMarked
package lotwatch.ffmpeg;

import org.jspecify.annotations.NullMarked;
