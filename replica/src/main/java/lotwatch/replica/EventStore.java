package lotwatch.replica;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import lotwatch.ledger.Event;
import lotwatch.wire.CorruptException;
import org.jspecify.annotations.Nullable;

/**
 * Events on disk, in files of a few megabytes, without a gap from the first to the last. One thread
 * writes, any thread reads. A snapshot holds the files as hard links: so the events that a restart
 * needs are those of the snapshot, and what comes after is in the log.
 */
final class EventStore implements AutoCloseable {
  /** Bytes of one file, give or take a batch. */
  static final long SEGMENT_BYTES_MAX = 8L << 20;

  private static final String PREFIX = "events-";
  private static final int PENDING_BYTES_MAX = 1 << 16;

  private final Path folder;
  private final long bytesMax;
  private volatile List<EventSegment> segments = List.of();
  private @Nullable FileChannel out;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private final List<Integer> pendingSizes = new ArrayList<>();

  /**
   * Keeps events in a folder of its own. What is in it from an earlier run does not count: events
   * come with {@link #restore} or anew.
   *
   * @param bytesMax of all files; 0 keeps nothing at all
   */
  EventStore(Path folder, long bytesMax) {
    this.folder = folder;
    this.bytesMax = bytesMax;
  }

  /** The oldest event; 0 if there is none. */
  long first() {
    var now = segments;
    return now.isEmpty() ? 0 : now.getFirst().first();
  }

  /** The newest event that is in a file; 0 if there is none. */
  long last() {
    var now = segments;
    return now.isEmpty() ? 0 : now.getLast().last();
  }

  long bytes() {
    return segments.stream().mapToLong(EventSegment::bytes).sum();
  }

  /** Takes the next event; it is in a file after the next {@link #flush}, if not before. */
  void append(Event event) throws IOException {
    if (bytesMax == 0) {
      return;
    }
    if (out == null) {
      if (last() != 0 && last() + 1 != event.sequence()) {
        clear(); // what lies before a gap serves nobody
      }
      open(event.sequence());
    }
    long next = last() + pendingSizes.size() + 1;
    if (event.sequence() != next) {
      throw new IllegalStateException(
          "event %d where %d belongs".formatted(event.sequence(), next));
    }
    byte[] frame = EventSegment.frame(event);
    pending.writeBytes(frame);
    pendingSizes.add(frame.length);
    if (pending.size() >= PENDING_BYTES_MAX) {
      flush();
    }
  }

  private void open(long first) throws IOException {
    Files.createDirectories(folder);
    var file = folder.resolve("%s%019d".formatted(PREFIX, first));
    Files.deleteIfExists(file); // not emptied: a snapshot may have it, too
    out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    var now = new ArrayList<>(segments);
    now.removeIf(each -> each.last() < each.first());
    now.add(EventSegment.empty(file, first));
    segments = List.copyOf(now);
  }

  /** Writes what was taken, begins a new file when this one is long enough, and keeps the limit. */
  void flush() throws IOException {
    if (out == null) {
      return;
    }
    var bytes = ByteBuffer.wrap(pending.toByteArray());
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
    var current = segments.getLast();
    pendingSizes.forEach(current::wrote);
    forgetPending();
    if (current.bytes() >= Math.min(SEGMENT_BYTES_MAX, bytesMax / 8)) {
      seal();
    }
    while (bytes() > bytesMax && segments.size() > 1) {
      dropOldest();
    }
  }

  private void forgetPending() {
    pending.reset();
    pendingSizes.clear();
  }

  private void seal() throws IOException {
    var channel = out;
    out = null;
    if (channel != null) {
      channel.close();
    }
  }

  private void dropOldest() throws IOException {
    var now = segments;
    segments = now.subList(1, now.size());
    Files.deleteIfExists(now.getFirst().file());
  }

  /** Nobody needs the events up to this one. */
  void release(long sequence) throws IOException {
    while (segments.size() > 1 && segments.getFirst().last() <= sequence) {
      dropOldest();
    }
  }

  /** Gives up what was taken and is not in a file, after writing failed. */
  void abandon() {
    forgetPending();
    try {
      seal();
    } catch (IOException _) {
      out = null; // what is damaged behind the last event is cut off when it is read
    }
  }

  /** Keeps nothing any more. */
  void clear() throws IOException {
    forgetPending();
    seal();
    segments = List.of();
    if (bytesMax > 0 && Files.isDirectory(folder)) {
      for (var file : files(folder)) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Links all files into another folder; none of them changes any more. */
  List<Path> link(Path to) throws IOException {
    flush();
    seal();
    var links = new ArrayList<Path>();
    for (var segment : segments) {
      if (segment.last() >= segment.first()) {
        var link = to.resolve(segment.file().getFileName());
        Files.deleteIfExists(link);
        Files.createLink(link, segment.file());
        links.add(link);
      }
    }
    return links;
  }

  /** Has the files of another folder and no other, as far as they are whole. */
  void restore(Path from) throws IOException {
    clear();
    var restored = new ArrayList<EventSegment>();
    for (var file : files(from)) {
      Files.createDirectories(folder);
      var link = folder.resolve(file.getFileName());
      Files.createLink(link, file);
      long first = Long.parseLong(file.getFileName().toString().substring(PREFIX.length()));
      var segment = EventSegment.scan(link, first);
      if (!restored.isEmpty() && restored.getLast().last() != first - 1) {
        restored.clear(); // a gap: what is before it is of no use
      }
      if (segment.last() >= first) {
        restored.add(segment);
      }
    }
    segments = List.copyOf(restored);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var all = Files.list(folder)) {
      return all.filter(file -> file.getFileName().toString().matches(PREFIX + "\\d{19}"))
          .sorted()
          .toList();
    }
  }

  /** Waits until links of another folder are on the disk. */
  static void sync(List<Path> links) throws IOException {
    for (var link : links) {
      try (var channel = FileChannel.open(link, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** The events after {@code sequence} that are in a file; empty if the next one is in none. */
  List<Event> after(long sequence, int eventsMax) throws IOException, CorruptException {
    for (var segment : segments) {
      if (sequence + 1 >= segment.first() && sequence < segment.last()) {
        return segment.after(sequence, eventsMax);
      }
    }
    return List.of();
  }

  @Override
  public void close() throws IOException {
    flush();
    seal();
  }
}
