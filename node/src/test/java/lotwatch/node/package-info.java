/** Tests of the wiring: real rooms on real ports and folders. */
@NullMarked
package lotwatch.node;

import org.jspecify.annotations.NullMarked;
