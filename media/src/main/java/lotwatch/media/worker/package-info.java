/** Workers: they take frames from the intake and say what is seen in them. */
@NullMarked
package lotwatch.media.worker;

import org.jspecify.annotations.NullMarked;
