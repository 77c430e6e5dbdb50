/** Tests of what lives here. */
@NullMarked
package lotwatch.feeds.http;

import org.jspecify.annotations.NullMarked;
