/** Doors over real loopback sockets, each limit crossed. */
@NullMarked
package lotwatch.tcp;

import org.jspecify.annotations.NullMarked;
