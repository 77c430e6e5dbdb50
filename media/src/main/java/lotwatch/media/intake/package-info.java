/** Frames on their way to whoever looks at them: the newest one of each camera wins. */
@NullMarked
package lotwatch.media.intake;

import org.jspecify.annotations.NullMarked;
