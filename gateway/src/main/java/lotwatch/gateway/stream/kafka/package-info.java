/**
 * The parking stream's topics in Kafka: sightings in, or sightings out and the sessions that a job
 * makes of them back in. Loaded only where the configuration names a broker.
 */
@NullMarked
package lotwatch.gateway.stream.kafka;

import org.jspecify.annotations.NullMarked;
