/** System D: videos are uploaded, encoded and fetched over gRPC, as its programs expect it. */
@NullMarked
package lotwatch.gateway.encode;

import org.jspecify.annotations.NullMarked;
