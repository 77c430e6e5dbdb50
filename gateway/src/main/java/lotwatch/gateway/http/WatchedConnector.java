package lotwatch.gateway.http;

import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import lotwatch.gateway.net.LostPeers;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A port whose connections end when their peers are gone without a word. */
final class WatchedConnector extends ServerConnector {
  private static final System.Logger LOG = System.getLogger(WatchedConnector.class.getName());

  private final LostPeers peers;

  WatchedConnector(Server server, LostPeers peers, HttpConnectionFactory http) {
    super(server, 1, -1, http);
    this.peers = peers;
  }

  @Override
  protected ServerSocketChannel openAcceptChannel() throws IOException {
    var channel = super.openAcceptChannel();
    if (channel.getLocalAddress() instanceof InetSocketAddress address
        && !peers.closeUnacknowledged(address.getPort())) {
      LOG.log(
          INFO,
          "live clients that are gone without a word are noticed late here: this system has no"
              + " TCP_USER_TIMEOUT, or Netty's library for Linux is missing");
    }
    return channel;
  }

  @Override
  protected void configure(Socket socket) {
    super.configure(socket);
    try {
      peers.watch(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it is gone already
    }
  }
}
