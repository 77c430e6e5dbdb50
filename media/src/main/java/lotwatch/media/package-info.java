/** Pictures: from camera bytes to spots seen. Knows nothing of lots, prices or the ledger. */
@NullMarked
package lotwatch.video;

import org.jspecify.annotations.NullMarked;
