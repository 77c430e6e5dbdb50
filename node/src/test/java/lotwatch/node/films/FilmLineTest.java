package lotwatch.node.films;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import lotwatch.ledger.BlobCommand.HoldBlob;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.Command;
import lotwatch.ledger.Command.RaiseVersion;
import lotwatch.ledger.Entry;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.Ledger;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.RecordingCommand.EndFootage;
import lotwatch.ledger.RecordingState;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.Versions;
import lotwatch.media.camera.Films.Piece;
import lotwatch.wire.blobs.Blobs;
import lotwatch.wire.blobs.BlobsFullException;
import lotwatch.wire.blobs.Space;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a camera records, on its way to the blobs and the ledger. */
class FilmLineTest {
  private static final Instant NOON = Instant.parse("2027-01-01T12:00:00Z");
  private static final Duration LENGTH = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder = Path.of("set by JUnit");
  private final Ledger ledger = new Ledger();
  private final Disk disk = new Disk();
  private final AtomicInteger madeSpace = new AtomicInteger();
  private volatile boolean isAway;
  private final CameraFilms films =
      new CameraFilms(disk, new Majority(), madeSpace::incrementAndGet);

  /** The ledger, unless no majority answers. */
  private final class Majority implements Inbox {
    @Override
    public Outcome submit(Command command, @Nullable RequestId request)
        throws UnavailableException {
      if (isAway) {
        throw new UnavailableException("no majority", false);
      }
      synchronized (ledger) {
        return ledger.apply(new Entry(NOON, request, command)).outcome();
      }
    }
  }

  /** A folder, which may be full. */
  private final class Disk implements Blobs {
    private final AtomicInteger kept = new AtomicInteger();
    private volatile boolean isFull;

    @Override
    public Path folder(String name) throws IOException {
      return Files.createTempDirectory(folder, name);
    }

    @Override
    public BlobId keep(Path file) throws IOException {
      if (isFull) {
        throw new BlobsFullException("disk full");
      }
      var blob = new BlobId("%064x".formatted(kept.incrementAndGet()));
      synchronized (ledger) {
        ledger.apply(new Entry(NOON, null, new HoldBlob(blob, 1, List.of(new NodeId("n1")))));
      }
      Files.delete(file);
      return blob;
    }

    @Override
    public void need(List<BlobId> blobs) {}

    @Override
    public Path fetch(BlobId blob) throws IOException {
      throw new IOException("nothing is read here");
    }

    @Override
    public void suspect(BlobId blob) {}

    @Override
    public Space reserve(long bytes) throws BlobsFullException {
      throw new BlobsFullException("nothing is reserved here");
    }
  }

  @BeforeEach
  void raise() {
    synchronized (ledger) {
      ledger.apply(new Entry(NOON, null, new RaiseVersion(Versions.NEWEST)));
    }
  }

  @AfterEach
  void close() {
    films.close();
  }

  private void film(Duration after, String decoder) throws IOException {
    film(after, decoder, 250);
  }

  /** A piece that a decoder is set up for so. */
  private void film(Duration after, String decoder, int frames) throws IOException {
    byte[] inner = box("stsd", new byte[8], box(decoder, new byte[8]));
    for (var each : List.of("stbl", "minf", "mdia", "trak", "moov")) {
      inner = box(each, inner);
    }
    var run = ByteBuffer.allocate(8).putInt(0).putInt(frames).array();
    var content = joined(inner, box("moof", box("traf", box("trun", run))));
    var file = Files.write(films.folder("north").resolve("piece.mp4"), content);
    films.piece("north", new Piece(file, NOON.plus(after), LENGTH));
  }

  private static byte[] box(String type, byte[]... content) {
    var inner = joined(content);
    var head = ByteBuffer.allocate(8).putInt(8 + inner.length).put(type.getBytes(ISO_8859_1));
    return joined(head.array(), inner);
  }

  private static byte[] joined(byte[]... parts) {
    var all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    Arrays.stream(parts).forEach(all::put);
    return all.array();
  }

  private static void await(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void awaitKept(long pieces) {
    await("kept " + pieces, () -> films.kept() == pieces);
  }

  /** How many pieces each recording has, by its label. */
  private List<String> recordings() {
    return ledger.view().recordings().stream()
        .map(each -> each.label() + ": " + pieces(each))
        .sorted()
        .toList();
  }

  private static int pieces(RecordingState recording) {
    return Objects.requireNonNull(recording.footage()).pieces().size();
  }

  @Test
  void piecesOfAnHourThatCanBeJoinedAreOneRecording() throws Exception {
    film(Duration.ofMinutes(59), "avc1");
    film(Duration.ofMinutes(59).plus(LENGTH), "avc1");
    film(Duration.ofMinutes(60), "avc1");
    film(Duration.ofMinutes(61), "hvc1");
    film(Duration.ofMinutes(62), "hvc1");
    film(Duration.ofMinutes(63), "hvc1", 0); // nothing is in it
    awaitKept(5);

    assertThat(recordings())
        .containsExactly(
            "north 2027-01-01 12-59-00Z: 2",
            "north 2027-01-01 13-00-00Z: 1",
            "north 2027-01-01 13-01-00Z: 2");
    films.close();
    try (var left = Files.walk(folder)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
    assertThat(films.lost()).isZero();
  }

  @Test
  void recordingThatWasEndedMeanwhileIsFollowedByAnother() throws Exception {
    film(Duration.ZERO, "avc1");
    awaitKept(1);
    var id = ledger.view().recordings().iterator().next().id();
    assertThat(new Majority().submit(new EndFootage(id), null))
        .isInstanceOf(Outcome.Accepted.class);

    film(LENGTH, "avc1");
    awaitKept(2);

    assertThat(recordings())
        .containsExactly("north 2027-01-01 12-00-00Z: 1", "north 2027-01-01 12-00-10Z: 1");
  }

  @Test
  void fullDiskLosesThePieceMakesSpaceAndIsTold() throws Exception {
    disk.isFull = true;
    film(Duration.ZERO, "avc1");
    await("space is made", () -> madeSpace.get() == 1);
    assertThat(films.lost()).isEqualTo(1);
    assertThat(films.degraded())
        .containsExactly(
            "camera north is not recorded: disk full; the oldest recordings of cameras go");

    disk.isFull = false;
    film(LENGTH, "avc1");
    awaitKept(1);

    await("it is recorded again", () -> films.degraded().isEmpty());
    assertThat(recordings()).containsExactly("north 2027-01-01 12-00-10Z: 1");
  }

  @Test
  void whileNoMajorityAnswersTheNewestWaitAndTheOldestGo() throws Exception {
    int all = FilmLine.WAITING_MAX + 10;
    isAway = true;
    for (int i = 0; i < all; i++) {
      film(LENGTH.multipliedBy(i), "avc1");
    }
    assertThat(films.kept()).isZero();
    assertThat(films.lost()).isGreaterThanOrEqualTo(all - FilmLine.WAITING_MAX - 1);

    isAway = false;
    await("all are kept or lost", () -> films.kept() + films.lost() == all);

    assertThat(films.lost()).isLessThanOrEqualTo(all - FilmLine.WAITING_MAX + 1);
    var last = ledger.view().recordings().iterator().next();
    assertThat(Objects.requireNonNull(last.footage()).to())
        .isEqualTo(NOON.plus(LENGTH.multipliedBy(all)));
  }
}
