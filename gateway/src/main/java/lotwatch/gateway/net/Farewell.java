package lotwatch.gateway.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.SocketChannel;

/** How a connection is left: not before it was sent what was written. */
final class Farewell {
  private Farewell() {}

  static void closeWhenSent(SocketChannel channel) {
    var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /** Tells its other end that nothing more will come, and hears on. */
  static void endOutputWhenSent(SocketChannel channel) {
    var _ =
        channel
            .writeAndFlush(Unpooled.EMPTY_BUFFER)
            .addListener(_ -> {
              var _ = channel.shutdownOutput();
            });
  }
}
