package lotwatch.lab.disks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import lotwatch.ledger.Command;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.UnavailableException;
import lotwatch.replica.DataFolder;
import lotwatch.replica.Load;
import lotwatch.replica.Replica;
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
      var before = replica.view().lot(new LotId("lot1"));

      assertThatThrownBy(
              () -> {
                while (true) {
                  replica.submit(new Command.Tick(), null);
                }
              })
          .isInstanceOf(UnavailableException.class)
          .hasMessageMatching("disk full: .* free, 8 MB are needed: free some space")
          .extracting(e -> ((UnavailableException) e).mayBeApplied())
          .isEqualTo(false);
      assertThat(replica.view().lot(new LotId("lot1"))).isEqualTo(before);

      Files.delete(filler);
      assertThat(retried(replica)).isEqualTo(new Outcome.Accepted());
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
