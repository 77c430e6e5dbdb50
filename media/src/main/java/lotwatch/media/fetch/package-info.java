/** Images by HTTP: requests to one camera, its passwords and certificates, and JPEGs in a row. */
@NullMarked
package lotwatch.media.fetch;

import org.jspecify.annotations.NullMarked;
