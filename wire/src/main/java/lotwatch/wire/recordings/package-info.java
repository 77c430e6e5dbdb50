/** Recordings: what gateways ask to have made of a video, as workers read it. */
@NullMarked
package lotwatch.wire.recordings;

import org.jspecify.annotations.NullMarked;
