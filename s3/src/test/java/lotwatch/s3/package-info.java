@NullMarked
package lotwatch.s3;

import org.jspecify.annotations.NullMarked;
