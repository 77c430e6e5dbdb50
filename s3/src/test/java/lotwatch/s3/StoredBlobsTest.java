package lotwatch.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import lotwatch.ledger.BlobCommand;
import lotwatch.ledger.BlobCommand.HoldBlob;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.NodeId;
import lotwatch.replica.DataFolder;
import lotwatch.replica.Replica;
import lotwatch.replica.ReplicaSettings;
import lotwatch.replica.blobs.BlobSettings;
import lotwatch.replica.blobs.StoredBlobs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The blobs of a node whose store is a real server of S3. */
class StoredBlobsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final NodeId SELF = new NodeId("n1");
  private static final BlobSettings SETTINGS =
      new BlobSettings(
          1,
          1 << 20,
          0,
          new BlobSettings.Upkeep(
              Duration.ofSeconds(5),
              Duration.ofMinutes(2),
              Duration.ofMillis(200),
              Duration.ofDays(1),
              1 << 20));

  @TempDir Path folder;

  private S3Server server;
  private DataFolder data;
  private Replica replica;
  private StoredBlobs blobs;
  private volatile Duration ahead = Duration.ZERO;

  @BeforeEach
  void start() throws Exception {
    server = S3Server.start(folder.resolve("s3"));
    data = DataFolder.open(folder.resolve("data"));
    replica = Replica.open(data, ReplicaSettings.single("n1"), InstantSource.system());
    until(() -> replica.version() >= 7);
    open();
  }

  private void open() throws IOException {
    blobs =
        StoredBlobs.open(
            folder.resolve("data"),
            SETTINGS,
            S3Store.open(server.settings("blobs/")),
            new StoredBlobs.Parts(SELF, replica, replica, () -> Instant.now().plus(ahead)));
  }

  @AfterEach
  void stop() throws Exception {
    blobs.close();
    replica.close();
    data.close();
    server.close();
  }

  private static void until(BooleanSupplier holds) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(50_000_000);
    }
  }

  private BlobId keep(String content) throws IOException {
    return blobs.keep(Files.writeString(blobs.folder("test").resolve("file"), content));
  }

  private Path here(BlobId blob) {
    return folder
        .resolve("data/blobs")
        .resolve(blob.sha256().substring(0, 2))
        .resolve(blob.sha256());
  }

  private Path there(BlobId blob) {
    return server.object("blobs/" + blob.sha256());
  }

  private List<NodeId> holders(BlobId blob) {
    var known = replica.view().blob(blob);
    return known == null ? List.of() : known.holders();
  }

  @Test
  void whatIsKeptIsInTheStoreAndComesFromThereWhenTheDiskIsGone() throws Exception {
    var blob = keep("a video");

    assertThat(there(blob)).hasContent("a video");
    assertThat(holders(blob)).contains(StoredBlobs.STORE);
    Files.delete(here(blob));
    assertThat(blobs.fetch(blob)).hasContent("a video");
    assertThat(keep("a video")).isEqualTo(blob);
  }

  @Test
  void filesThatNobodyWantsLeaveTheDiskAndStayInTheStore() throws Exception {
    var blob = keep("a video");
    replica.submit(new HoldBlob(blob, 7, List.of(SELF)), null);

    ahead = BlobCommand.UNUSED_MAX.plusMinutes(11); // of files; the ledger's clock goes on

    until(() -> !Files.exists(here(blob)));
    until(() -> holders(blob).equals(List.of(StoredBlobs.STORE)));
    assertThat(blobs.fetch(blob)).hasContent("a video");
  }

  @Test
  void whatTheLedgerDoesNotKnowLeavesTheStoreAfterItsTime() throws Exception {
    var known = keep("known");
    var strange = new BlobId("ab".repeat(32));
    var older = new BlobId("cd".repeat(32));
    Files.writeString(there(strange), "left by a node that died");
    Files.writeString(there(older), "left longer ago");
    Files.setLastModifiedTime(
        there(older), FileTime.from(Instant.now().minus(Duration.ofHours(2))));

    until(() -> !Files.exists(there(older))); // so it was looked at, more than once
    assertThat(there(strange)).exists();
    ahead = BlobCommand.UNUSED_MAX.plusMinutes(11);

    until(() -> !Files.exists(there(strange)));
    assertThat(there(known)).exists();
  }

  @Test
  void nothingIsRemovedFromTheStoreOfAnotherCluster() throws Exception {
    var own = keep("own");
    var foreign = new BlobId("ab".repeat(32));
    until(() -> Files.exists(server.object("blobs/cluster")));
    Files.writeString(there(foreign), "the video of another cluster");
    Files.setLastModifiedTime(
        there(foreign), FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    Files.writeString(server.object("blobs/cluster"), "another");

    until(() -> blobs.degraded().toString().contains("the videos of another cluster"));
    blobs.close();
    open();
    until(() -> blobs.degraded().toString().contains("the videos of another cluster"));
    assertThat(there(foreign)).exists();
    assertThat(blobs.fetch(own)).hasContent("own");
  }

  /** The ledger says that it is there, and somebody removed it. */
  @Test
  void fileDoesNotLeaveTheDiskWhenTheStoreDoesNotHaveIt() throws Exception {
    var blob = keep("a video");
    Files.delete(there(blob));

    ahead = BlobCommand.UNUSED_MAX.plusMinutes(11);

    until(() -> Files.exists(there(blob)));
    assertThat(there(blob)).hasContent("a video");
  }

  @Test
  void damagedFileIsNotPutIntoTheStoreAndKeepsNoOtherFromIt() throws Exception {
    var damaged = keep("a video");
    var whole = keep("another");
    blobs.close();
    for (var blob : List.of(damaged, whole)) {
      Files.delete(there(blob));
      replica.submit(new BlobCommand.LoseBlob(blob, StoredBlobs.STORE), null);
    }
    Files.writeString(here(damaged), "a vided");
    until(() -> holders(damaged).equals(List.of(SELF)));

    open();

    until(() -> holders(damaged).isEmpty());
    until(() -> holders(whole).contains(StoredBlobs.STORE));
    assertThat(there(damaged)).doesNotExist();
    assertThat(folder.resolve("data/blobs/damaged").resolve(damaged.sha256())).exists();
  }

  @Test
  void storeThatIsAwayIsToldAndNothingIsKeptThen() throws Exception {
    server.kill();
    var file = Files.writeString(blobs.folder("test").resolve("file"), "a video");

    assertThatThrownBy(() -> blobs.keep(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("s3://videos/blobs/");
    assertThat(file).exists();
    assertThat(blobs.degraded()).singleElement().asString().contains("s3://videos/blobs/");

    server.run();
    var blob = blobs.keep(file);
    assertThat(there(blob)).hasContent("a video");
    assertThat(blobs.degraded()).isEmpty();
  }

  /** It kept them before it had a store, or the store was away. */
  @Test
  void blobsThatANodeHasAlreadyArePutIntoTheStore() throws Exception {
    var blob = keep("a video");
    blobs.close();
    Files.delete(there(blob));
    replica.submit(new BlobCommand.LoseBlob(blob, StoredBlobs.STORE), null);
    until(() -> holders(blob).equals(List.of(SELF)));

    open();

    until(() -> holders(blob).contains(StoredBlobs.STORE));
    assertThat(there(blob)).hasContent("a video");
    assertThat(blobs.underReplicated()).isZero();
  }

  @Test
  void whatIsDamagedHereOrThereIsNotGivenOut() throws Exception {
    var blob = keep("a video");
    Files.writeString(here(blob), "a vided");
    blobs.suspect(blob);
    until(() -> blobs.damaged() == 1);
    assertThat(blobs.fetch(blob)).hasContent("a video");

    Files.delete(here(blob));
    Files.writeString(there(blob), "a vided");
    assertThatThrownBy(() -> blobs.fetch(blob)).hasMessageContaining("what came is not the blob");
    assertThat(here(blob)).doesNotExist();
  }

  @Test
  void limitOfTheDiskIsNamed() throws Exception {
    var file = Files.write(blobs.folder("test").resolve("file"), new byte[(1 << 20) + 1]);

    assertThatThrownBy(() -> blobs.keep(file)).hasMessageContaining("recordings.bytes-max is 1 MB");
  }

  @Test
  void filesThatTheStoreHasGiveWayWhereThereIsNoSpace() throws Exception {
    var first = keep("a".repeat(700_000));
    assertThatThrownBy(() -> keep("b".repeat(700_000))).hasMessageContaining("bytes-max");
    Files.setLastModifiedTime(
        here(first), FileTime.from(Instant.now().minus(Duration.ofMinutes(20))));

    var second = keep("b".repeat(700_000));

    assertThat(here(first)).doesNotExist();
    assertThat(here(second)).exists();
    assertThat(blobs.bytes()).isEqualTo(700_000);
    Files.setLastModifiedTime(
        here(second), FileTime.from(Instant.now().minus(Duration.ofMinutes(20))));
    assertThat(blobs.reserve(900_000)).isNotNull();
  }
}
