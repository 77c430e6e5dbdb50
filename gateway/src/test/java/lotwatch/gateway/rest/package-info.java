/** Tests of what lives here. */
@NullMarked
package lotwatch.feeds.rest;

import org.jspecify.annotations.NullMarked;
