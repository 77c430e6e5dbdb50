/**
 * One Kafka broker, made of Kafka's own jars, for trying and for tests. Its class path is its own:
 * no server of ours has these libraries.
 */
@NullMarked
package lotwatch.broker;

import org.jspecify.annotations.NullMarked;
