package lotwatch.replica;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports of this machine for peers to listen on later. They are below those that the system gives to
 * outgoing connections: one of those may be taken by any client before, or whenever a server is
 * down.
 */
final class PeerPorts {
  /** Linux gives 32768 and above to outgoing connections, others 49152 and above. */
  private static final int FIRST = 16_000;

  private static final int COUNT = 16_000;

  /** No port is told twice by one process, and processes begin apart. */
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 97 % COUNT));

  private PeerPorts() {}

  /** One on which nobody listens. */
  static int free() throws IOException {
    for (int tries = 0; tries < COUNT; tries++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException _) {
        // somebody listens there
      }
    }
    throw new IOException("no port from %d to %d is free".formatted(FIRST, FIRST + COUNT - 1));
  }
}
