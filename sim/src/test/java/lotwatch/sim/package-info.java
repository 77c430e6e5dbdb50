@NullMarked
package lotwatch.sim;

import org.jspecify.annotations.NullMarked;
