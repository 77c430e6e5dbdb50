/** Tests of the text door over real sockets. */
@NullMarked
package lotwatch.sources.text;

import org.jspecify.annotations.NullMarked;
