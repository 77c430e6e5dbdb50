package lotwatch.replica;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lotwatch.ledger.BlobCommand;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.RecordingCommand;
import lotwatch.replica.blobs.BlobSettings;
import lotwatch.replica.blobs.KeptBlobs;
import lotwatch.wire.blobs.BlobsFullException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node on its own that keeps blobs, with a clock that the test moves. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class OneNodeBlobsTest {
  private static final NodeId SELF = new NodeId("n1");
  private static final int BYTES = 1 << 20;

  @TempDir Path temp = Path.of("set by JUnit");

  private final SteppedClock clock = new SteppedClock();
  private DataFolder folder;
  private Replica replica;
  private KeptBlobs blobs;

  private static final class SteppedClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-01-01T08:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    void advance(Duration by) {
      now = now.plus(by);
    }
  }

  @BeforeEach
  void open() throws Exception {
    open(BlobNodes.settings(3, BlobNodes.BRISK));
  }

  private void open(BlobSettings settings) throws Exception {
    folder = DataFolder.open(temp.resolve("n1"));
    replica = Replica.open(folder, Settings.single(50_000, 1_000, 0), clock);
    Members.await("version 7", () -> replica.version() >= 7);
    blobs = keep(settings);
  }

  private KeptBlobs keep(BlobSettings settings) throws IOException {
    return KeptBlobs.open(
        folder.path(),
        settings,
        new KeptBlobs.Parts(SELF, replica, replica, replica.blobs(), clock));
  }

  @AfterEach
  void close() throws Exception {
    blobs.close();
    replica.close();
    folder.close();
  }

  private Path path(BlobId blob) {
    return temp.resolve("n1/blobs").resolve(blob.sha256().substring(0, 2)).resolve(blob.sha256());
  }

  @Test
  void nodeOnItsOwnKeepsOneCopyAlsoOverARestart() throws Exception {
    var file = BlobNodes.file(blobs, 1, BYTES);
    var content = Files.readAllBytes(file);

    var blob = blobs.keep(file);
    close();
    open(BlobNodes.settings(3, BlobNodes.BRISK));

    assertThat(blobs.fetch(blob)).hasBinaryContent(content);
    assertThat(blobs.count()).isEqualTo(1);
    assertThat(blobs.bytes()).isEqualTo(BYTES);
    assertThat(blobs.underReplicated()).isZero();
  }

  @Test
  void whatIsHalfWrittenIsGoneAfterAStart() throws Exception {
    var some = blobs.folder("upload of ../../x");
    assertThat(some.getParent()).isEqualTo(temp.resolve("n1/blobs/tmp"));
    Files.write(Files.createDirectory(some.resolve("inner")).resolve("file"), new byte[9]);
    Files.createSymbolicLink(some.resolve("link"), temp);

    blobs.close();
    blobs = keep(BlobNodes.settings(3, BlobNodes.BRISK));

    assertThat(temp.resolve("n1/blobs/tmp")).isEmptyDirectory();
    assertThat(temp).isNotEmptyDirectory();
  }

  @Test
  void blobThatNothingUsesIsGarbageAfterTheHour() throws Exception {
    var unused = blobs.keep(BlobNodes.file(blobs, 1, BYTES));
    var used = blobs.keep(BlobNodes.file(blobs, 2, BYTES));
    use(used);
    assertThat(blobs.count()).isEqualTo(2);

    clock.advance(BlobCommand.UNUSED_MAX.minusSeconds(1));
    awaitAPass();
    assertThat(path(unused)).exists();
    clock.advance(Duration.ofMinutes(12));

    Members.await("it to be gone", () -> !Files.exists(path(unused)));
    assertThat(replica.view().blob(unused)).isNull();
    awaitAPass();
    assertThat(path(used)).exists();
    assertThatThrownBy(() -> blobs.fetch(unused)).isInstanceOf(IOException.class);
  }

  private void use(BlobId blob) throws Exception {
    assertThat(replica.submit(new RecordingCommand.Begin("r1", "one", "", blob), null))
        .isEqualTo(new Outcome.Accepted());
  }

  /** Files that no name is for tell when they have been looked at: one that is old goes. */
  private void awaitAPass() throws Exception {
    for (int pass = 0; pass < 2; pass++) { // the first may have begun before
      var stray = stray("pass " + pass, Instant.EPOCH);
      Members.await("a look at the files", () -> !Files.exists(path(stray)));
    }
  }

  /** A file of which the ledger knows nothing. */
  private BlobId stray(String content, Instant wantedAt) throws Exception {
    var hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8));
    var blob = new BlobId(HexFormat.of().formatHex(hash));
    Files.createDirectories(requireNonNull(path(blob).getParent()));
    var file = Files.writeString(temp.resolve(blob.sha256()), content);
    Files.setLastModifiedTime(file, FileTime.from(wantedAt));
    Files.move(file, path(blob));
    return blob;
  }

  @Test
  void fileThatTheLedgerNeverKnewGoesAfterTheHour() throws Exception {
    var blob = blobs.keep(BlobNodes.file(blobs, 1, BYTES));
    use(blob);
    var lost = stray("lost", clock.instant().minus(BlobCommand.UNUSED_MAX));

    awaitAPass();
    assertThat(path(lost)).exists();
    clock.advance(Duration.ofMinutes(11));

    Members.await("it to be gone", () -> !Files.exists(path(lost)));
    assertThat(path(blob)).exists();
  }

  @Test
  void quotaIsRefusedBeforeAnythingIsTaken() throws Exception {
    blobs.close();
    blobs = keep(new BlobSettings(1, 3 * BYTES, 0, BlobNodes.CALM));
    blobs.keep(BlobNodes.file(blobs, 1, 2 * BYTES));
    blobs.reserve(BYTES).close();
    assertThatThrownBy(() -> blobs.reserve(BYTES + 1))
        .isInstanceOf(BlobsFullException.class)
        .hasMessageContaining("recordings.bytes-max is 3 MB");
    assertThatThrownBy(() -> blobs.reserve(Long.MAX_VALUE)).isInstanceOf(BlobsFullException.class);
    var tooLarge = BlobNodes.file(blobs, 2, BYTES + 1);

    assertThatThrownBy(() -> blobs.keep(tooLarge)).isInstanceOf(BlobsFullException.class);

    assertThat(tooLarge).hasSize(BYTES + 1);
    assertThat(replica.view().blobs()).hasSize(1);
    blobs.keep(BlobNodes.file(blobs, 3, BYTES));
    assertThat(blobs.bytes()).isEqualTo(blobs.bytesMax());
  }

  @Test
  void whatOneHasReservedNobodyElseGets() throws Exception {
    blobs.close();
    blobs = keep(new BlobSettings(1, 4 * BYTES, 0, BlobNodes.CALM));
    var late = BlobNodes.file(blobs, 1, BYTES);
    try (var one = blobs.reserve(BYTES);
        var other = blobs.reserve(2 * BYTES)) {
      one.wrote(BYTES);
      assertThatThrownBy(() -> blobs.reserve(BYTES + 1)).isInstanceOf(BlobsFullException.class);
      other.extend(BYTES);
      assertThatThrownBy(() -> one.extend(1)).isInstanceOf(BlobsFullException.class);
      assertThatThrownBy(() -> blobs.keep(late)).isInstanceOf(BlobsFullException.class);
    }
    blobs.keep(late);
    blobs.reserve(3 * BYTES).close();
  }

  @Test
  void freeSpaceOfTheDiskIsLeft() throws Exception {
    long free = Files.getFileStore(temp).getUsableSpace();
    blobs.close();
    blobs = keep(new BlobSettings(1, 0, free / 2, BlobNodes.CALM));
    assertThat(blobs.bytesMax()).isBetween(free / 2, free);
    blobs.reserve(free / 4).close();

    assertThatThrownBy(() -> blobs.reserve(free * 3 / 4))
        .isInstanceOf(BlobsFullException.class)
        .hasMessageContaining("disk full")
        .hasMessageContaining("recordings.free-disk-min");
  }

  @Test
  void damagedFileThatIsTheLastOneIsKeptAside() throws Exception {
    var blob = blobs.keep(BlobNodes.file(blobs, 1, BYTES));
    use(blob);
    var damaged = Files.readAllBytes(path(blob));
    damaged[9] ^= 1;
    Files.write(path(blob), damaged);

    Members.await("the damage", () -> holders(blob).isEmpty());

    assertThat(temp.resolve("n1/blobs/damaged").resolve(blob.sha256())).hasBinaryContent(damaged);
    assertThat(blobs.count()).isZero();
    assertThat(blobs.damaged()).isEqualTo(1);
    assertThatThrownBy(() -> blobs.fetch(blob)).hasMessageContaining("no node has it");
    Members.await("one without a copy", () -> blobs.underReplicated() == 1);
    // The same content comes again.
    assertThat(blobs.keep(BlobNodes.file(blobs, 1, BYTES))).isEqualTo(blob);
    assertThat(holders(blob)).isEqualTo(List.of(SELF));
  }

  private List<NodeId> holders(BlobId blob) {
    return requireNonNull(replica.view().blob(blob)).holders();
  }

  @Test
  void fileIsStillThereWhenTheLedgerCannotBeTold() throws Exception {
    blobs.close();
    Inbox rejecting = (_, _) -> new Outcome.Rejected(Outcome.Reason.LIMIT, "that is the limit");
    var parts = new KeptBlobs.Parts(SELF, rejecting, replica, replica.blobs(), clock);
    blobs = KeptBlobs.open(folder.path(), BlobNodes.settings(1, BlobNodes.CALM), parts);
    var file = BlobNodes.file(blobs, 1, BYTES);

    assertThatThrownBy(() -> blobs.keep(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("that is the limit");

    assertThat(file).hasSize(BYTES);
    var again = Files.copy(file, temp.resolve("again"));
    blobs.close();
    blobs = keep(BlobNodes.settings(1, BlobNodes.CALM));
    assertThat(blobs.fetch(blobs.keep(again))).hasSize(BYTES);
  }
}
