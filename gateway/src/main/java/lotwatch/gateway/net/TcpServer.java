package lotwatch.gateway.net;

import static java.lang.System.Logger.Level.WARNING;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/** One listening port: all its connections are served by the loops, each within the limits. */
public final class TcpServer implements AutoCloseable {
  /** How long connections may take to finish when the port closes. */
  static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  /**
   * Connections that are being told at the same time that there is no room; others are just cut.
   */
  static final int REFUSALS_MAX = 64;

  /** Bytes that the system keeps for a connection that does not read; it may double them. */
  static final int SEND_BUFFER_BYTES = 64 << 10;

  private static final System.Logger LOG = System.getLogger(TcpServer.class.getName());
  private static final int BACKLOG = 1_024;
  private static final long WATCH_MILLIS_MAX = 1_000;
  private static final long LOOK_MILLIS = 5;

  /** A connection with so many bytes unsent is not heard until it has taken most of them. */
  private static final WriteBufferWaterMark UNSENT =
      new WriteBufferWaterMark(Output.FULL_BYTES / 2, Output.FULL_BYTES);

  private final String name;
  private final TcpLimits limits;
  private final Handler handler;
  private final ConnectionCaps caps;
  private final Semaphore refusals = new Semaphore(REFUSALS_MAX);
  private final RequestMemory requestMemory = new RequestMemory();
  private final LongAdder refused = new LongAdder();
  private final LongAdder late = new LongAdder();
  private final Strangers strangers;
  private final Channel server;
  private final List<Future<?>> watches = new ArrayList<>();

  private TcpServer(
      String name, InetSocketAddress address, TcpLimits limits, Loops loops, Handler handler)
      throws IOException {
    this.name = name;
    this.limits = limits;
    this.handler = handler;
    caps = new ConnectionCaps(limits);
    strangers = new Strangers(handler.http());
    server = listen(address, loops);
    for (var loop : loops.group()) {
      watches.add(watch(loop));
    }
  }

  /**
   * Opens it.
   *
   * @param name what its log lines are called
   * @param port 0 takes a free one
   * @param loops serve its connections; to be closed after it
   * @throws IOException if it cannot listen there
   */
  public static TcpServer open(
      String name, String host, int port, TcpLimits limits, Loops loops, Handler handler)
      throws IOException {
    var address = new InetSocketAddress(InetAddress.getByName(host), port);
    return new TcpServer(name, address, limits, loops, handler);
  }

  private Channel listen(InetSocketAddress address, Loops loops) throws IOException {
    var port =
        new ServerBootstrap()
            .group(loops.group())
            .channel(Transport.HERE.server())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    enter(channel);
                  }
                });
    limits.peers().watch(port);
    var bound = port.bind(address).awaitUninterruptibly();
    if (bound.cause() instanceof IOException why) {
      var taken = new BindException(why.getMessage());
      taken.initCause(why);
      throw taken;
    }
    return bound.syncUninterruptibly().channel();
  }

  /** The port it listens on. */
  public int port() {
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  /** How many are connected now. */
  public int connections() {
    return caps.size();
  }

  /** How many there was no room for. */
  public long refused() {
    return refused.sum();
  }

  /** How many were cut because they said or took nothing for too long. */
  public long late() {
    return late.sum();
  }

  /** How many were closed because they spoke HTTP or TLS. */
  public long strangers() {
    return strangers.closed();
  }

  private void enter(SocketChannel channel) {
    var remote = channel.remoteAddress();
    if (remote == null) {
      var _ = channel.close(); // gone before we could look
      return;
    }
    var connection = new Connection(channel, limits, requestMemory.new Share(), strangers);
    String full = caps.enter(connection, remote.getAddress());
    if (full == null) {
      var _ = channel.closeFuture().addListener(_ -> caps.leave(connection, remote.getAddress()));
      channel.pipeline().addLast(connection);
      connection.begin(handler.begin(connection));
    } else {
      turnAway(connection, channel, full);
    }
  }

  private void turnAway(Connection connection, SocketChannel channel, String why) {
    refused.increment();
    if (caps.isFirstRefusal()) {
      LOG.log(WARNING, "{0} refuses {1}: {2}", name, connection, why);
    }
    if (!refusals.tryAcquire()) {
      var _ = channel.close();
      return;
    }
    caps.watch(connection);
    var _ =
        channel
            .closeFuture()
            .addListener(_ -> {
              caps.unwatch(connection);
              refusals.release();
            });
    channel.pipeline().addLast(connection);
    connection.refuse(handler.refusal(why));
  }

  /** Cuts those who are late: no connection sets a timer of its own for each request. */
  private Future<?> watch(EventExecutor loop) {
    long shortest =
        Math.min(
            limits.idleMax().toMillis(),
            Math.min(limits.requestWaitMax().toMillis(), limits.writeWaitMax().toMillis()));
    long pause = Math.clamp(shortest / 4, LOOK_MILLIS, WATCH_MILLIS_MAX);
    return loop.scheduleWithFixedDelay(
        () -> caps.cutLate(System.nanoTime(), late), pause, pause, MILLISECONDS);
  }

  /** Lets in nobody more, gives those inside a moment to finish, and cuts them then. */
  @Override
  public void close() {
    server.close().awaitUninterruptibly();
    caps.finish();
    if (!isEmptyIn(CLOSE_MAX)) {
      caps.cut();
      isEmptyIn(CLOSE_MAX);
    }
    watches.forEach(each -> each.cancel(false));
  }

  private boolean isEmptyIn(Duration wait) {
    long until = System.nanoTime() + wait.toNanos();
    try {
      while (!caps.isEmpty()) {
        if (System.nanoTime() > until) {
          return false;
        }
        Thread.sleep(LOOK_MILLIS);
      }
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
