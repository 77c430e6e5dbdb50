/** Tests of the sensor port over real sockets. */
@NullMarked
package lotwatch.gateway.finder.sensor;

import org.jspecify.annotations.NullMarked;
