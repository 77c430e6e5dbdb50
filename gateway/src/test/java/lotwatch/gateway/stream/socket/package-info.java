/** Tests of what lives here. */
@NullMarked
package lotwatch.gateway.stream.socket;

import org.jspecify.annotations.NullMarked;
