/** Tests of what is asked of recordings. */
@NullMarked
package lotwatch.wire.recordings;

import org.jspecify.annotations.NullMarked;
