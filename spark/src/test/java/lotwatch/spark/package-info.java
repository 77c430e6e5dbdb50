@NullMarked
package lotwatch.spark;

import org.jspecify.annotations.NullMarked;
