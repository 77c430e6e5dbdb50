/** The whole of Lotwatch as its users run it: the real command in a process of its own. */
@NullMarked
package lotwatch.lab.up;

import org.jspecify.annotations.NullMarked;
