/** A house in memory that the feeds are tested against. */
@NullMarked
package lotwatch.feeds;

import org.jspecify.annotations.NullMarked;
