package lotwatch.gateway.net;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executor;

/** The threads that ports share; each waits for what any of its connections says. */
public final class Loops implements AutoCloseable {
  private static final long CLOSE_MILLIS_MAX = 2_000;

  private final EventLoopGroup group;

  /**
   * Starts them.
   *
   * @param threads how many
   */
  public Loops(int threads) {
    group =
        new MultiThreadIoEventLoopGroup(
            threads, new DefaultThreadFactory("tcp-loop", true), Transport.HERE.loop());
  }

  /** One of them, for what is to happen in its turn. It must not wait. */
  public Executor next() {
    return group.next();
  }

  EventLoopGroup group() {
    return group;
  }

  /** Ends them; close the ports before. */
  @Override
  public void close() {
    group
        .shutdownGracefully(0, CLOSE_MILLIS_MAX, MILLISECONDS)
        .awaitUninterruptibly(2 * CLOSE_MILLIS_MAX);
  }
}
