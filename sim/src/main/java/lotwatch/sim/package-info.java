/** A campus that does not exist: its lots, traffic and light, drawn as a camera would see them. */
@NullMarked
package lotwatch.sim;

import org.jspecify.annotations.NullMarked;
