/** Tests of the text port over real sockets. */
@NullMarked
package lotwatch.gateway.finder.text;

import org.jspecify.annotations.NullMarked;
