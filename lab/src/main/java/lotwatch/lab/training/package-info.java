/** Training: makes the weights that sight ships, from labelled images and a seed. */
@NullMarked
package lotwatch.lab.training;

import org.jspecify.annotations.NullMarked;
