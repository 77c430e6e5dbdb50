package lotwatch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Lines of a server that says something every few seconds; one that does not is given up. */
final class EventStream implements AutoCloseable {
  /** How long a server may say nothing; it sends a blank line every few seconds. */
  static final Duration SILENCE_MAX = Duration.ofSeconds(20);

  private final InputStream body;
  private final BufferedReader in;
  private final Thread watch;
  private volatile long heartbeatNanos = System.nanoTime();

  EventStream(InputStream body) {
    this.body = body;
    in = new BufferedReader(new InputStreamReader(body, UTF_8));
    watch = Thread.ofVirtual().name("stream-watch").start(this::watch);
  }

  private void watch() {
    try {
      while (true) {
        long left = heartbeatNanos + SILENCE_MAX.toNanos() - System.nanoTime();
        if (left <= 0) {
          body.close();
          return;
        }
        Thread.sleep(Duration.ofNanos(left));
      }
    } catch (InterruptedException | IOException _) {
      Thread.currentThread().interrupt(); // it is closed
    }
  }

  /** The next line; null at the end. */
  @Nullable String next() throws IOException {
    var line = in.readLine();
    heartbeatNanos = System.nanoTime();
    return line;
  }

  /** Whether the next line is there without waiting. */
  boolean hasMore() throws IOException {
    return in.ready();
  }

  @Override
  public void close() throws IOException {
    watch.interrupt();
    body.close();
  }
}
