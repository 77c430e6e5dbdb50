/** Tests of what lives here. */
@NullMarked
package lotwatch.gateway.auth;

import org.jspecify.annotations.NullMarked;
