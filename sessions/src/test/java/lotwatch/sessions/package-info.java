@NullMarked
package lotwatch.sessions;

import org.jspecify.annotations.NullMarked;
