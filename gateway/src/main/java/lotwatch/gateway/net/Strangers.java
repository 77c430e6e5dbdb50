package lotwatch.gateway.net;

import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What becomes of connections that do not speak the protocol of their port. */
final class Strangers {
  private final @Nullable InetSocketAddress http;
  private final LongAdder closed = new LongAdder();

  /** Those that speak HTTP are taken to {@code http}; null closes them as well. */
  Strangers(@Nullable InetSocketAddress http) {
    this.http = http;
  }

  /** Takes a connection that speaks HTTP where HTTP is served, with what it has said. */
  void http(SocketChannel channel, Connection connection) {
    if (http == null) {
      close(channel);
    } else {
      Splice.take(channel, connection, http);
    }
  }

  void close(SocketChannel channel) {
    closed.increment();
    var _ = channel.close();
  }

  /** How many were closed. */
  long closed() {
    return closed.sum();
  }
}
