/** {@code lotwatch produce}: cameras that do not exist report cars to a topic, as system C's do. */
@NullMarked
package lotwatch.cli.produce;

import org.jspecify.annotations.NullMarked;
