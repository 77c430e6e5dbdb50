/** Tests of the text door over real sockets. */
@NullMarked
package lotwatch.gateway.finder.text;

import org.jspecify.annotations.NullMarked;
