package lotwatch.gateway.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelConfig;
import org.jspecify.annotations.Nullable;

/** What a connection says while an answer to it waits. Used by its loop. */
final class Ahead {
  /** Bytes that may come; more stay in the system. */
  static final int AHEAD_BYTES_MAX = 64 << 10;

  private @Nullable ByteBuf bytes;

  /** Adds bytes, which belong to this from now on, and stops reading when they are too many. */
  void add(ByteBuf more, ChannelConfig config) {
    var joined = bytes == null ? more : Input.joined(bytes, more);
    bytes = joined;
    if (joined.readableBytes() > AHEAD_BYTES_MAX) {
      config.setAutoRead(false);
    }
  }

  /** Hands over what came. */
  void moveTo(Input input) {
    if (bytes != null) {
      input.add(bytes);
      bytes = null;
    }
  }

  void release() {
    if (bytes != null) {
      bytes.release();
      bytes = null;
    }
  }
}
