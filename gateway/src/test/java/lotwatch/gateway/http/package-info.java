/** Tests of what lives here. */
@NullMarked
package lotwatch.gateway.http;

import org.jspecify.annotations.NullMarked;
