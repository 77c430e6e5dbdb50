/** Tests of the sensor door over real sockets. */
@NullMarked
package lotwatch.gateway.finder.sensor;

import org.jspecify.annotations.NullMarked;
