/** Ports over real loopback sockets, each limit crossed. */
@NullMarked
package lotwatch.gateway.net;

import org.jspecify.annotations.NullMarked;
