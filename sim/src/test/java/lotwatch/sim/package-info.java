@NullMarked
package lotwatch.video.sim;

import org.jspecify.annotations.NullMarked;
