/** Tests of the sensor door over real sockets. */
@NullMarked
package lotwatch.sources.sensor;

import org.jspecify.annotations.NullMarked;
