/** What the server says about itself in numbers. */
@NullMarked
package lotwatch.gateway.metrics;

import org.jspecify.annotations.NullMarked;
