/** Tests of the rpc port over real sockets. */
@NullMarked
package lotwatch.gateway.finder.rpc;

import org.jspecify.annotations.NullMarked;
