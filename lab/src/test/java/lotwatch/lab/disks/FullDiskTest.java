package lotwatch.lab.disks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import lotwatch.lab.faults.FreePorts;
import lotwatch.lab.faults.LoopDisk;
import lotwatch.ledger.Command;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.UnavailableException;
import lotwatch.replica.DataFolder;
import lotwatch.replica.Load;
import lotwatch.replica.Peer;
import lotwatch.replica.Replica;
import lotwatch.replica.ReplicaException;
import lotwatch.replica.ReplicaSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FullDiskTest {
  private static final Command COUNT = new LotCommand.Count(new LotId("lot1"), 1);

  @TempDir Path temp = Path.of("set by JUnit");

  /** Asks until the guard has looked at the disk again. */
  private static Outcome retried(Replica replica) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (true) {
      try {
        return replica.submit(COUNT, null);
      } catch (UnavailableException e) {
        assertThat(System.nanoTime()).as(e.getMessage()).isLessThan(deadline);
        LockSupport.parkNanos(10_000_000);
      }
    }
  }

  @Test
  void fullDiskRefusesCommandsServesReadsAndResumes() throws Exception {
    try (var disk = Disks.make(temp, 64);
        var folder = DataFolder.open(disk.path().resolve("data"));
        var replica =
            Replica.open(folder, Load.settings(50_000, 1_000, 8 << 20), InstantSource.system())) {
      Load.openLots(replica);
      var filler = disk.fill(6 << 20);

      assertThatThrownBy(
              () -> {
                while (true) {
                  replica.submit(COUNT, null);
                }
              })
          .isInstanceOf(UnavailableException.class)
          .hasMessageMatching("disk full: .* free, 8 MB are needed: free some space")
          .extracting(e -> ((UnavailableException) e).mayBeApplied())
          .isEqualTo(false);
      assertThat(replica.view().lot(new LotId("lot1"))).isNotNull();
      assertThat(replica.submit(new Command.Tick(), null)).isEqualTo(new Outcome.Accepted());
      assertThat(replica.degraded()).singleElement().asString().startsWith("disk full");

      Files.delete(filler);
      assertThat(retried(replica)).isEqualTo(new Outcome.Accepted());
    }
  }

  @Test
  void startOnAFullDiskSaysThatItIsFullAndNothingElse() throws Exception {
    Set<String> acked = ConcurrentHashMap.newKeySet();
    try (var disk = Disks.make(temp, 64)) {
      var data = disk.path().resolve("data");
      try (var folder = DataFolder.open(data);
          var replica = Replica.open(folder, Load.settings(), InstantSource.system())) {
        Load.openLots(replica);
        Load.reserve(replica, "0", 20, acked::add);
      }
      var filler = disk.fill(0);

      assertThatThrownBy(() -> Load.reserved(data))
          .isInstanceOf(ReplicaException.class)
          .hasMessageContaining("The disk is full: free some space and start again.")
          .hasMessageNotContainingAny("damaged", "move it away", "Restore");
      Files.delete(filler);
      assertThat(Load.reserved(data)).containsAll(acked);
    }
  }

  /** Three nodes, each with a disk of its own. */
  private static final class Three implements AutoCloseable {
    private final List<LoopDisk> disks = new ArrayList<>();
    private final List<DataFolder> folders = new ArrayList<>();
    private final List<Replica> replicas = new ArrayList<>();

    Three(Path temp) throws Exception {
      var peers = new ArrayList<Peer>();
      for (int n = 1; n <= 3; n++) {
        peers.add(new Peer("n" + n, "127.0.0.1", FreePorts.free()));
        disks.add(Disks.make(Files.createDirectory(temp.resolve("n" + n)), 64));
      }
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var opening = new ArrayList<Future<Replica>>();
        for (int n = 0; n < 3; n++) {
          var folder = DataFolder.open(disks.get(n).path().resolve("data"));
          folders.add(folder);
          var settings =
              ReplicaSettings.of(peers.get(n).name(), peers)
                  .with(
                      new ReplicaSettings.Storage(1_000, 8 << 20, ReplicaSettings.EVENTS_DISK_MAX));
          opening.add(threads.submit(() -> Replica.open(folder, settings, InstantSource.system())));
        }
        for (var each : opening) {
          replicas.add(each.get());
        }
      }
    }

    /** Waits for the one that leads. */
    int leader() {
      long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
      while (true) {
        for (int n = 0; n < 3; n++) {
          if (replicas.get(n).leading()) {
            return n;
          }
        }
        assertThat(System.nanoTime()).isLessThan(deadline);
        LockSupport.parkNanos(10_000_000);
      }
    }

    @Override
    public void close() throws ReplicaException, IOException {
      for (var replica : replicas) {
        replica.close();
      }
      for (var folder : folders) {
        folder.close();
      }
      for (var disk : disks) {
        disk.close();
      }
    }
  }

  @Test
  void leaderWhoseDiskIsFullHandsOverAndEveryNodeGoesOnTakingCommands() throws Exception {
    try (var three = new Three(temp)) {
      Load.openLots(three.replicas.get(three.leader()));
      int full = three.leader();
      var filler = three.disks.get(full).fill(6 << 20);

      long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
      while (three.leader() == full) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        LockSupport.parkNanos(10_000_000);
      }
      for (var replica : three.replicas) {
        assertThat(retried(replica)).isEqualTo(new Outcome.Accepted());
      }
      assertThat(three.replicas.get(full).degraded())
          .singleElement()
          .asString()
          .startsWith("disk full");
      assertThat(three.leader()).isNotEqualTo(full);

      Files.delete(filler);
      while (!three.replicas.get(full).degraded().isEmpty()) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        LockSupport.parkNanos(10_000_000);
      }
    }
  }

  @Test
  void diskThatFillsUpWithoutWarningLosesNothingAcknowledged() throws Exception {
    try (var disk = Disks.make(temp, 40)) {
      var data = disk.path().resolve("data");
      Set<String> acked = ConcurrentHashMap.newKeySet();
      Path filler;
      try (var folder = DataFolder.open(data);
          var replica = Replica.open(folder, Load.settings(), InstantSource.system())) {
        Load.openLots(replica);
        filler = disk.fill(0);
        Load.reserve(replica, "0", Integer.MAX_VALUE, acked::add);

        assertThatThrownBy(() -> replica.submit(COUNT, null))
            .isInstanceOf(UnavailableException.class);
        assertThat(replica.view().lots()).isNotEmpty();
      }
      Files.delete(filler);

      assertThat(acked).isNotEmpty();
      acked.removeAll(Load.reserved(data));
      assertThat(acked).as("acknowledged and lost").isEmpty();
    }
  }
}
