package lotwatch.gateway.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import java.net.Inet6Address;
import java.net.InetSocketAddress;

/**
 * One direction of a connection that another port of this machine serves: what is heard here is
 * said there. Who takes nothing is not listened to meanwhile; each side ends with the other.
 */
final class Splice extends ChannelInboundHandlerAdapter {
  private final Channel there;

  private Splice(Channel there) {
    this.there = there;
  }

  /**
   * Connects a client to the port that serves it.
   *
   * @param connection served the client until now
   * @param server is told the client's address in the PROXY protocol, version 1
   */
  static void take(SocketChannel client, Connection connection, InetSocketAddress server) {
    client.config().setAutoRead(false); // until there is somebody to say it to
    ByteBuf said = connection.handOver();
    connection.allowSilence(true); // a live client says nothing after its request
    ChannelFuture connecting =
        new Bootstrap()
            .group(client.eventLoop())
            .channel(Transport.HERE.client())
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(new Splice(client))
            .connect(server);
    Channel there = connecting.channel();
    client.pipeline().replace(connection, "splice", new Splice(there));
    var _ = there.write(Unpooled.wrappedBuffer(header(client)));
    var _ = there.write(said);
    var _ =
        connecting.addListener(done -> {
          if (done.isSuccess()) {
            client.config().setAutoRead(true);
          } else {
            var _ = client.close();
          }
        });
  }

  private static byte[] header(SocketChannel client) {
    var from = client.remoteAddress();
    var to = client.localAddress();
    var family = from.getAddress() instanceof Inet6Address ? "TCP6" : "TCP4";
    return "PROXY %s %s %s %d %d\r\n"
        .formatted(family, bare(from), bare(to), from.getPort(), to.getPort())
        .getBytes(US_ASCII);
  }

  /** Without the name of the interface, which the protocol does not know. */
  private static String bare(InetSocketAddress address) {
    return address.getAddress().getHostAddress().replaceFirst("%.*", "");
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    context.flush(); // what was written before there was a connection
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var _ = there.write(message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (there.isActive()) {
      there.flush();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isActive()) {
      there.config().setAutoRead(context.channel().isWritable());
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      var _ =
          there
              .writeAndFlush(Unpooled.EMPTY_BUFFER)
              .addListener(_ -> {
                var _ = ((SocketChannel) there).shutdownOutput();
              });
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (there.isActive()) {
      var _ = there.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    } else {
      var _ = there.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
  }
}
