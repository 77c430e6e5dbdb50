/** Tests of what lives here. */
@NullMarked
package lotwatch.gateway.rest;

import org.jspecify.annotations.NullMarked;
