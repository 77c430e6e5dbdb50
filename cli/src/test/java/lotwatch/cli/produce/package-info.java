/** Tests of what cameras see and of where they are told to report it. */
@NullMarked
package lotwatch.cli.produce;

import org.jspecify.annotations.NullMarked;
