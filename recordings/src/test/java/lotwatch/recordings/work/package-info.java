/** Tests of the steps of recordings over blobs. */
@NullMarked
package lotwatch.recordings.work;

import org.jspecify.annotations.NullMarked;
