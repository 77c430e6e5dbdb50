/** Tests of workers that are no nodes. */
@NullMarked
package lotwatch.recordings.remote;

import org.jspecify.annotations.NullMarked;
