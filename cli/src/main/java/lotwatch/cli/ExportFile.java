package lotwatch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of events, a line each. What follows its last complete line is cut off when it is opened,
 * and after a write that failed: so it goes on exactly where it ends.
 */
final class ExportFile implements AutoCloseable {
  /** Bytes of one line. */
  static final int LINE_BYTES_MAX = 1 << 20;

  private final Path path;
  private final FileChannel channel;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private long end;

  private ExportFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Opens the file, making it if there is none; no other exporter may have it. */
  static ExportFile open(Path path) throws Failure {
    try {
      var channel =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        throw taken(path);
      }
      var file = new ExportFile(path, channel);
      file.end = file.newlineBefore(channel.size()) + 1;
      channel.truncate(file.end);
      return file;
    } catch (OverlappingFileLockException _) {
      throw taken(path);
    } catch (IOException e) {
      throw new Failure(Exit.USAGE, "cannot open %s: %s".formatted(path, e));
    }
  }

  private static Failure taken(Path path) {
    return new Failure(Exit.USAGE, "another exporter writes to " + path);
  }

  /** Its last line; empty if there is none. */
  String lastLine() throws IOException {
    if (end == 0) {
      return "";
    }
    long from = newlineBefore(end - 1) + 1;
    if (end - from > LINE_BYTES_MAX) {
      throw new IOException(
          "the last line has %d bytes, the limit is %d".formatted(end - from, LINE_BYTES_MAX));
    }
    return new String(read(from, Math.toIntExact(end - 1 - from)), UTF_8);
  }

  /** Where the last line break before this place is; -1 if there is none. */
  private long newlineBefore(long place) throws IOException {
    for (long to = place; to > 0; ) {
      long from = Math.max(0, to - (1 << 12));
      byte[] block = read(from, Math.toIntExact(to - from));
      for (int i = block.length - 1; i >= 0; i--) {
        if (block[i] == '\n') {
          return from + i;
        }
      }
      to = from;
    }
    return -1;
  }

  private byte[] read(long from, int length) throws IOException {
    var bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from + bytes.position()) < 0) {
        throw new IOException("it ends sooner than it did");
      }
    }
    return bytes.array();
  }

  /** Takes a line; it is in the file after the next {@link #sync}. */
  void add(String line) {
    pending.writeBytes(line.getBytes(UTF_8));
    pending.write('\n');
  }

  /**
   * Waits until every line is on the disk.
   *
   * @throws IOException if not; none of them is in the file then
   */
  void sync() throws IOException {
    var bytes = ByteBuffer.wrap(pending.toByteArray());
    long at = end;
    pending.reset();
    try {
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
      channel.force(true);
      end = at;
    } catch (IOException e) {
      channel.truncate(end);
      throw e;
    }
  }

  /** Forgets the lines that are not in the file. */
  void forget() {
    pending.reset();
  }

  @Override
  public String toString() {
    return path.toString();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
