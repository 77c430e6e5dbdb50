package lotwatch.gateway.auth;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import lotwatch.wire.json.Json;

/**
 * The record of what was asked, as JSON lines in files of limited size. One thread writes them; a
 * request only puts its line into a queue, and a line for which there is no room is dropped and
 * counted.
 */
public final class AuditLog implements Audit, AutoCloseable {
  /** Bytes of one file, give or take a line. */
  public static final long AUDIT_BYTES_MAX = 16 << 20;

  /** Files kept, the one that is written included; the oldest goes. */
  public static final int AUDIT_FILES_MAX = 8;

  /** Lines that wait to be written. */
  static final int QUEUE_MAX = 16_384;

  /** How long closing waits for what is in the queue. */
  static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  private static final System.Logger LOG = System.getLogger(AuditLog.class.getName());

  private static final Line STOP =
      new Line(Instant.MIN, new Request(new Principal("", ""), Action.READ, "", "", ""), "");

  private final Path folder;
  private final InstantSource clock;
  private final long bytesMax;
  private final BlockingQueue<Line> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
  private final LongAdder dropped = new LongAdder();
  private final Thread writer;
  private OutputStream out;
  private long written;
  private boolean failing;

  private AuditLog(Path folder, InstantSource clock, long bytesMax) throws IOException {
    this.folder = folder;
    this.clock = clock;
    this.bytesMax = bytesMax;
    out = append();
    writer = Thread.ofPlatform().name("audit").daemon().start(this::write);
  }

  /**
   * Goes on writing in a folder, which is made if there is none.
   *
   * @throws IOException if nothing can be written there
   */
  public static AuditLog open(Path folder, InstantSource clock) throws IOException {
    return open(folder, clock, AUDIT_BYTES_MAX);
  }

  static AuditLog open(Path folder, InstantSource clock, long bytesMax) throws IOException {
    Files.createDirectories(folder);
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
    return new AuditLog(folder, clock, bytesMax);
  }

  /** Lines for which there was no room, or no disk. */
  public long dropped() {
    return dropped.sum();
  }

  @Override
  public void record(Request request, String outcome) {
    if (!queue.offer(new Line(clock.instant(), request, outcome))) {
      dropped.increment();
    }
  }

  private void write() {
    try {
      for (var line = queue.take(); !line.equals(STOP); line = queue.take()) {
        write(line);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Line line) {
    try {
      if (failing) {
        out = append(); // what a failed write left is not tried again
      }
      byte[] json = Json.bytes(Shape.of(line));
      if (written + json.length > bytesMax && written > 0) {
        rotate();
      }
      out.write(json);
      out.write('\n');
      written += json.length + 1;
      if (queue.isEmpty()) {
        out.flush();
      }
      if (failing) {
        failing = false;
        LOG.log(INFO, "the audit record is written again");
      }
    } catch (IOException e) {
      dropped.increment();
      if (!failing) {
        failing = true;
        LOG.log(WARNING, "the audit record in {0} cannot be written: {1}", folder, e.getMessage());
      }
    }
  }

  private OutputStream append() throws IOException {
    var file = file(0);
    written = Files.exists(file) ? Files.size(file) : 0;
    return new BufferedOutputStream(Files.newOutputStream(file, CREATE, APPEND));
  }

  private void rotate() throws IOException {
    out.close();
    for (int age = AUDIT_FILES_MAX - 1; age > 0; age--) {
      if (Files.exists(file(age - 1))) {
        Files.move(file(age - 1), file(age), REPLACE_EXISTING);
      }
    }
    out = append();
  }

  /** The file that is written is 0; a higher number is older. */
  private Path file(int age) {
    return folder.resolve(age == 0 ? "audit.jsonl" : "audit.%d.jsonl".formatted(age));
  }

  /** Writes what is in the queue, within a bound; nothing may be recorded after. */
  @Override
  public void close() {
    try {
      if (queue.offer(STOP, CLOSE_MAX.toNanos(), NANOSECONDS)) {
        writer.join(CLOSE_MAX);
      }
      writer.interrupt();
      writer.join(CLOSE_MAX);
      out.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.log(WARNING, "the end of the audit record is lost: {0}", e.getMessage());
    }
  }

  /** What waits to be written. */
  private record Line(Instant at, Request request, String outcome) {}

  /** One line of the file. */
  record Shape(
      Instant at,
      String principal,
      String established,
      Action action,
      String object,
      String protocol,
      String address,
      String outcome) {
    private static Shape of(Line line) {
      var request = line.request();
      return new Shape(
          line.at(),
          request.principal().name(),
          request.principal().established(),
          request.action(),
          request.object(),
          request.protocol(),
          request.address(),
          line.outcome());
    }
  }
}
