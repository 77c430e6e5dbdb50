package lotwatch.gateway.net;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** How a port speaks with its connections. */
public interface Handler {
  /**
   * Where a connection that turns out to speak HTTP is taken: a port of this machine that is told
   * the client's address in the PROXY protocol. Null closes it.
   */
  default @Nullable InetSocketAddress http() {
    return null;
  }

  /** Begins to speak with a new connection. */
  Protocol begin(Connection connection);

  /**
   * What a connection is told when a limit is reached.
   *
   * @param why for people: names the limit
   */
  byte[] refusal(String why);
}
