/** What recordings cost: uploads and downloads, leases of work, and one more worker. */
@NullMarked
package lotwatch.lab.bench.recordings;

import org.jspecify.annotations.NullMarked;
