/** Blobs in a store that speaks S3. */
@NullMarked
package lotwatch.s3;

import org.jspecify.annotations.NullMarked;
