/** Fingerprints of requests, so that a repeated one counts once; for all protocols. */
@NullMarked
package lotwatch.gateway.once;

import org.jspecify.annotations.NullMarked;
