/**
 * Our ports beside Redis, mosquitto and NATS on one machine in the same minute: what is read, what
 * is told to many, and what one does who does not listen.
 */
@NullMarked
package lotwatch.lab.bench.peers;

import org.jspecify.annotations.NullMarked;
