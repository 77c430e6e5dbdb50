/** Tests of what lives here. */
@NullMarked
package lotwatch.gateway.live;

import org.jspecify.annotations.NullMarked;
