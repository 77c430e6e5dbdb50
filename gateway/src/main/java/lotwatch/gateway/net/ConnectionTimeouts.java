package lotwatch.gateway.net;

import io.netty.channel.ChannelOutboundBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long one connection has kept its port waiting. Used by the loop of its connection. */
final class ConnectionTimeouts {
  private final TcpLimits limits;
  private volatile boolean withSilence;
  private long silentSince;
  private long requestSince;
  private long requests = -1;
  private long heardAllAt;
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
  void heard(Input input, long nowNanos) {
    silentSince = nowNanos;
    if (!input.isInside()) {
      requests = -1;
    } else if (requests != input.requests()) {
      requests = input.requests();
      requestSince = nowNanos;
    }
  }

  void heardAll(long nowNanos) {
    heardAllAt = nowNanos;
  }

  boolean isAloneFor(Duration most, long nowNanos) {
    return nowNanos - heardAllAt >= most.toNanos();
  }

  /**
   * Whether it was too long.
   *
   * @param pending what is to be sent to it
   * @param heard whether it is its turn to say something
   */
  boolean isOver(@Nullable ChannelOutboundBuffer pending, boolean heard, long nowNanos) {
    if (takesNothing(pending, nowNanos)) {
      return true;
    }
    if (!heard) {
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
