package lotwatch.gateway.net;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/**
 * How bytes come and go: Linux's epoll where Netty has its library, which takes fewer system calls,
 * else the JDK's. {@code -Dio.netty.transport.noNative=true} takes the JDK's everywhere.
 *
 * @param loop waits for what connections say
 * @param server listens
 * @param client connects
 */
record Transport(
    IoHandlerFactory loop,
    Class<? extends ServerSocketChannel> server,
    Class<? extends SocketChannel> client) {
  static final Transport HERE =
      Epoll.isAvailable()
          ? new Transport(
              EpollIoHandler.newFactory(), EpollServerSocketChannel.class, EpollSocketChannel.class)
          : new Transport(
              NioIoHandler.newFactory(), NioServerSocketChannel.class, NioSocketChannel.class);
}
