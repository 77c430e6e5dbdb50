/** Tests of what lives here. */
@NullMarked
package lotwatch.feeds.live;

import org.jspecify.annotations.NullMarked;
