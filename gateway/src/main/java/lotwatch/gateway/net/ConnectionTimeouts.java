package lotwatch.gateway.net;

import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long one connection has kept its port waiting. Used by the loop of its connection. */
final class ConnectionTimeouts {
  private final TcpLimits limits;
  private volatile boolean withSilence;
  private long silentSince;
  private long requestSince;
  private long requests = -1;
  private long receivedAllAt;
  private long untakenSince;
  private long untaken;
  private long progress;

  ConnectionTimeouts(TcpLimits limits) {
    this.limits = limits;
  }

  void withSilence(boolean now) {
    withSilence = now;
  }

  /** The connection was heard, and is to say more. */
  void received(Input input, long nowNanos) {
    silentSince = nowNanos;
    if (!input.isInside()) {
      requests = -1;
    } else if (requests != input.requests()) {
      requests = input.requests();
      requestSince = nowNanos;
    }
  }

  /**
   * How long it has given no sign of life: has said nothing; or, where it may say nothing, its
   * system has answered nothing.
   */
  long silentNanos(SocketChannel channel, long nowNanos) {
    return withSilence ? LostPeers.silence(channel).toNanos() : nowNanos - silentSince;
  }

  boolean isLost(SocketChannel channel) {
    return limits.peers().isLost(channel);
  }

  void receivedAll(long nowNanos) {
    receivedAllAt = nowNanos;
  }

  boolean isAloneFor(Duration most, long nowNanos) {
    return nowNanos - receivedAllAt >= most.toNanos();
  }

  /**
   * Whether it was too long.
   *
   * @param pending what is to be sent to it
   * @param received whether it is its turn to say something
   */
  boolean isOver(@Nullable ChannelOutboundBuffer pending, boolean received, long nowNanos) {
    if (takesNothing(pending, nowNanos)) {
      return true;
    }
    if (!received) {
      return false;
    }
    boolean inside = requests >= 0;
    return inside
        ? nowNanos - requestSince > limits.requestWaitMax().toNanos()
        : !withSilence && nowNanos - silentSince > limits.idleMax().toNanos();
  }

  private boolean takesNothing(@Nullable ChannelOutboundBuffer pending, long nowNanos) {
    long bytes = pending == null ? 0 : pending.totalPendingWriteBytes();
    long done = pending == null ? 0 : pending.currentProgress();
    if (bytes == 0 || bytes != untaken || done != progress) {
      untaken = bytes;
      progress = done;
      untakenSince = nowNanos;
      return false;
    }
    return nowNanos - untakenSince > limits.writeWaitMax().toNanos();
  }
}
