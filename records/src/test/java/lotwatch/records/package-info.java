@NullMarked
package lotwatch.records;

import org.jspecify.annotations.NullMarked;
