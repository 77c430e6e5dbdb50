/** Checks of the comparison with Redis, mosquitto and NATS. */
@NullMarked
package lotwatch.lab.bench.peers;

import org.jspecify.annotations.NullMarked;
