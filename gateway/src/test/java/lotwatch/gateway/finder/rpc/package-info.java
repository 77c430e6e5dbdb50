/** Tests of the rpc door over real sockets. */
@NullMarked
package lotwatch.gateway.finder.rpc;

import org.jspecify.annotations.NullMarked;
