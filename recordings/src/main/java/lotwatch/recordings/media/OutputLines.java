package lotwatch.recordings.media;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads what a child writes, on a thread of its own, so that whoever waits can stop waiting. */
final class OutputLines {
  private final Thread reader;
  private volatile @Nullable RuntimeException thrown;

  OutputLines(InputStream stream, Consumer<String> lines) {
    this.reader = Thread.ofPlatform().daemon().name("output").start(() -> read(stream, lines));
  }

  private void read(InputStream stream, Consumer<String> lines) {
    try (stream) {
      BoundedLines.read(
          stream,
          line -> {
            if (thrown == null) {
              accept(lines, line);
            }
          });
    } catch (IOException e) {
      // The child was killed.
    }
  }

  /** What a reader of lines throws must not leave the child with a full pipe. */
  private void accept(Consumer<String> lines, String line) {
    try {
      lines.accept(line);
    } catch (RuntimeException e) {
      thrown = e;
    }
  }

  /** Whether the output ended in time. */
  boolean join(Duration max) throws InterruptedException {
    return reader.join(max);
  }

  /** Throws what the reader of lines threw. */
  void rethrow() {
    var what = thrown;
    if (what != null) {
      throw what;
    }
  }
}
