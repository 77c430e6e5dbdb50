/** Tests of what lives here. */
@NullMarked
package lotwatch.gateway.lanes;

import org.jspecify.annotations.NullMarked;
