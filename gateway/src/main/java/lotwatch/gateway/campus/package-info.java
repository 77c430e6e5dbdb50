/** System A over gRPC: reports of spaces, images and heartbeats of the campus parking system. */
@NullMarked
package lotwatch.gateway.campus;

import org.jspecify.annotations.NullMarked;
