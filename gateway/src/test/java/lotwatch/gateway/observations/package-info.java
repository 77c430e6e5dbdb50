/** Tests of what lives here. */
@NullMarked
package lotwatch.sources.seen;

import org.jspecify.annotations.NullMarked;
