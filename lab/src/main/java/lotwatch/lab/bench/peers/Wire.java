package lotwatch.lab.bench.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** How subscribers and publishers speak with one system. It keeps nothing: all may share it. */
interface Wire {
  /** What a subscriber says first. */
  byte[] subscribe();

  /** What a publisher says first; may be nothing. */
  byte[] connect();

  /** What a publisher says. */
  byte[] publish(int number);

  /**
   * Takes one message that a subscriber is told.
   *
   * @return null if it is not here as a whole, and then nothing is taken
   * @throws IOException if it is an error, with its words
   */
  @Nullable Message told(ByteBuffer in) throws IOException;

  /** Takes one message that a publisher is told; otherwise as {@link #told}. */
  default @Nullable Message answered(ByteBuffer in) throws IOException {
    return told(in);
  }

  /** Takes a line, without its end, as text; null if there is none. */
  static @Nullable String line(ByteBuffer in) {
    for (int at = in.position(); at < in.limit(); at++) {
      if (in.get(at) == '\n') {
        int length = at - in.position();
        var text = text(in, length);
        in.get();
        return text.endsWith("\r") ? text.substring(0, length - 1) : text;
      }
    }
    return null;
  }

  /** Takes so many bytes as text. */
  static String text(ByteBuffer in, int length) {
    var bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, UTF_8);
  }
}
