/** Pictures: from camera bytes to spots seen. Knows nothing of lots, prices or the ledger. */
@NullMarked
package lotwatch.media;

import org.jspecify.annotations.NullMarked;
