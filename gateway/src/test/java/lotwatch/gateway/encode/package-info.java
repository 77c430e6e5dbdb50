/** Tests of system D's services. */
@NullMarked
package lotwatch.gateway.encode;

import org.jspecify.annotations.NullMarked;
