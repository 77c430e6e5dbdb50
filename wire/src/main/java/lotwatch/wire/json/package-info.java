/** The shapes that Lotwatch speaks in JSON; plates leave it masked. */
@NullMarked
package lotwatch.wire.json;

import org.jspecify.annotations.NullMarked;
