/** A cluster of real nodes that is brought from one version of Lotwatch to the next. */
@NullMarked
package lotwatch.replica.upgrade;

import org.jspecify.annotations.NullMarked;
