/** Tests of the wiring: real modules on real ports and folders. */
@NullMarked
package lotwatch.node;

import org.jspecify.annotations.NullMarked;
