/**
 * Three real members of a cluster, each a process in a network of its own, under load while they
 * are killed, paused and cut off; and the checks of what they answered.
 */
@NullMarked
package lotwatch.lab.chaos;

import org.jspecify.annotations.NullMarked;
