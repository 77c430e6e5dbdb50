/** Sensors of the campus smart parking finder: cars counted by the line. */
@NullMarked
package lotwatch.gateway.finder.sensor;

import org.jspecify.annotations.NullMarked;
