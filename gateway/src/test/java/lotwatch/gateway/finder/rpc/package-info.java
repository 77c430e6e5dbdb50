/** Tests of the rpc door over real sockets. */
@NullMarked
package lotwatch.sources.rpc;

import org.jspecify.annotations.NullMarked;
