/** Pictures that cameras send to us, whatever door they come through. */
@NullMarked
package lotwatch.sources.sent;

import org.jspecify.annotations.NullMarked;
