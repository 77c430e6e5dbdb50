/** What the server says about itself in numbers. */
@NullMarked
package lotwatch.feeds.metrics;

import org.jspecify.annotations.NullMarked;
