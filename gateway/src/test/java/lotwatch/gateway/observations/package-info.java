/** Tests of what lives here. */
@NullMarked
package lotwatch.gateway.observations;

import org.jspecify.annotations.NullMarked;
