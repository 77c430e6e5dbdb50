/** Blobs: what recordings and gateways need of the files that are kept outside the ledger. */
@NullMarked
package lotwatch.wire.blobs;

import org.jspecify.annotations.NullMarked;
