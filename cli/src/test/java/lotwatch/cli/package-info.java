/** Tests of the command, against real servers. */
@NullMarked
package lotwatch.cli;

import org.jspecify.annotations.NullMarked;
