/** Sensors of the campus smart parking finder: cars counted by the line. */
@NullMarked
package lotwatch.sources.sensor;

import org.jspecify.annotations.NullMarked;
