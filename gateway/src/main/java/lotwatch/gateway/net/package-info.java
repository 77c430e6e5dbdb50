/**
 * The TCP server: it listens within limits, reads lines and frames, and knows nothing of parking.
 */
@NullMarked
package lotwatch.gateway.net;

import org.jspecify.annotations.NullMarked;
