package lotwatch.lab.disks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import lotwatch.ledger.BlobCommand.LoseBlob;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.NodeId;
import lotwatch.replica.DataFolder;
import lotwatch.replica.Load;
import lotwatch.replica.Replica;
import lotwatch.replica.blobs.BlobSettings;
import lotwatch.replica.blobs.KeptBlobs;
import lotwatch.wire.blobs.BlobsFullException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blobs on a disk that is small. */
final class FullDiskBlobsTest {
  private static final int MEGABYTE = 1 << 20;
  private static final long FREE_BYTES_MIN = 24 * MEGABYTE;

  private static final NodeId SELF = new NodeId("n1");

  @TempDir Path temp = Path.of("set by JUnit");

  @Test
  void blobsLeaveTheLedgerItsSpaceAndWhatWasKeptIsWhole() throws Exception {
    try (var disk = Disks.make(temp, 96);
        var folder = DataFolder.open(disk.path().resolve("data"));
        var replica =
            Replica.open(
                folder, Load.settings(50_000, 1_000, 8 * MEGABYTE), InstantSource.system());
        var blobs =
            KeptBlobs.open(
                folder.path(),
                new BlobSettings(3, 1L << 40, FREE_BYTES_MIN, BlobSettings.Upkeep.DEFAULT),
                new KeptBlobs.Parts(
                    SELF, replica, replica, replica.blobs(), InstantSource.system()))) {
      awaitVersion(replica);
      assertThatThrownBy(() -> blobs.reserve(90 * MEGABYTE))
          .isInstanceOf(BlobsFullException.class)
          .hasMessageContaining("disk full");
      var random = new Random(1);
      var kept = new ArrayList<BlobId>();

      assertThatThrownBy(
              () -> {
                while (true) {
                  kept.add(blobs.keep(file(blobs, random)));
                }
              })
          .isInstanceOf(BlobsFullException.class)
          .hasMessageContaining("recordings.free-disk-min");

      assertThat(kept).hasSizeGreaterThan(3);
      assertThat(blobs.count()).isEqualTo(kept.size());
      Load.openLots(replica); // the ledger goes on
      assertThat(replica.degraded()).isEmpty();
      for (var blob : kept) {
        assertThat(blobs.fetch(blob)).hasSize(8 * MEGABYTE);
      }
    }
  }

  @Test
  void fileOfAnotherDiskIsTakenOnceThereIsSpaceForIt() throws Exception {
    try (var disk = Disks.make(temp, 64);
        var folder = DataFolder.open(disk.path().resolve("data"));
        var replica = Replica.open(folder, Load.settings(), InstantSource.system());
        var blobs =
            KeptBlobs.open(
                folder.path(),
                new BlobSettings(1, 1L << 40, 0, BlobSettings.Upkeep.DEFAULT),
                new KeptBlobs.Parts(
                    SELF, replica, replica, replica.blobs(), InstantSource.system()))) {
      awaitVersion(replica);
      var elsewhere = Files.write(temp.resolve("elsewhere"), new byte[16 * MEGABYTE]);
      var filler = disk.fill(4 * MEGABYTE);

      assertThatThrownBy(() -> blobs.keep(elsewhere))
          .isInstanceOf(BlobsFullException.class)
          .hasMessageContaining("disk full");

      assertThat(blobs.count()).isZero();
      assertThat(folder.path().resolve("blobs/tmp")).isEmptyDirectory();
      assertThat(elsewhere).hasSize(16 * MEGABYTE);
      Files.delete(filler);
      assertThat(blobs.fetch(blobs.keep(elsewhere))).hasSize(16 * MEGABYTE);
    }
  }

  /** The ledger takes blobs as soon as the cluster's version is raised. */
  private static void awaitVersion(Replica replica) {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (replica.version() < new LoseBlob(new BlobId("0".repeat(64)), SELF).version()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static Path file(KeptBlobs blobs, Random random) throws IOException {
    var content = new byte[8 * MEGABYTE];
    random.nextBytes(content);
    return Files.write(blobs.folder("test").resolve("file"), content);
  }
}
