package lotwatch.gateway.net;

import java.net.InetSocketAddress;

/**
 * A protocol that shares its port with HTTP: the first bytes of a connection say which it speaks.
 *
 * @param http where HTTP is served, as {@link Handler#http} says
 */
public record SharedPort(Handler handler, InetSocketAddress http) implements Handler {
  @Override
  public Protocol begin(Connection connection) {
    return handler.begin(connection);
  }

  @Override
  public byte[] refusal(String why) {
    return handler.refusal(why);
  }
}
