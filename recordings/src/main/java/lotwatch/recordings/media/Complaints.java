package lotwatch.recordings.media;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads what a child complains of, all of it, and keeps the first lines. */
final class Complaints {
  private static final int LINES_MAX = 40;
  private static final int JOIN_MILLIS_MAX = 5_000;

  /** Who speaks, with an address in memory: {@code [h264 @ 0x5f12]}. */
  private static final Pattern SPEAKER = Pattern.compile("^(?:\\[[^\\]]{1,80}\\] )+");

  private final List<String> kept = new ArrayList<>();
  private long count;
  private final Thread reader;

  Complaints(InputStream stream) {
    this.reader = Thread.ofPlatform().daemon().name("complaints").start(() -> read(stream));
  }

  private void read(InputStream stream) {
    try (stream) {
      BoundedLines.read(stream, this::add);
    } catch (IOException e) {
      // The child was killed: what it said before is what there is.
    }
  }

  private synchronized void add(String line) {
    var plain = SPEAKER.matcher(line.strip()).replaceFirst("");
    if (plain.isEmpty()) {
      return;
    }
    count++;
    if (kept.size() < LINES_MAX) {
      kept.add(plain);
    }
  }

  /** The first lines, without who says them; complete once the child has ended. */
  List<String> lines() throws InterruptedException {
    reader.join(JOIN_MILLIS_MAX);
    synchronized (this) {
      return List.copyOf(kept);
    }
  }

  synchronized long count() {
    return count;
  }

  synchronized String first() {
    return kept.isEmpty() ? "it said nothing" : kept.getFirst();
  }
}
