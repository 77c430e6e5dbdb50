/** Rules that all modules keep. */
@NullMarked
package lotwatch.lab.architecture;

import org.jspecify.annotations.NullMarked;
