package lotwatch.lab.disks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import lotwatch.lab.faults.LoopDisk;
import lotwatch.replica.Load;
import lotwatch.replica.ReplicaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PowerCutTest {
  private static final int ACKED = 2_000;

  @TempDir Path temp = Path.of("set by JUnit");

  /** Cuts the power under load; what was acknowledged before it. */
  private static Set<String> cutUnderLoad(LoopDisk disk, String round, boolean sync)
      throws Exception {
    var load = AckedLoad.start(disk.path().resolve("data"), round, sync);
    var acked =
        AckedLoad.acknowledged(
            load,
            ACKED,
            process -> {
              disk.cutPower();
              AckedLoad.kill(process);
            });
    load.waitFor();
    disk.powerOn();
    return acked;
  }

  @Test
  void nothingAcknowledgedIsLostWhenThePowerIsCut() throws Exception {
    try (var disk = Disks.make(temp, 256)) {
      var acked = new HashSet<String>();
      for (int round = 0; round < 2; round++) {
        acked.addAll(cutUnderLoad(disk, Integer.toString(round), true));

        assertThat(Load.reserved(disk.path().resolve("data"))).containsAll(acked);
      }
    }
  }

  /** The check above is worth something: it fails for a log that is not synced. */
  @Test
  void logThatIsNotSyncedIsFoundOut() throws Exception {
    try (var disk = Disks.make(temp, 256)) {
      var acked = cutUnderLoad(disk, "0", false);
      boolean refused = false;
      Set<String> reserved = Set.of();
      try {
        reserved = Load.reserved(disk.path().resolve("data"));
      } catch (ReplicaException e) {
        System.out.println("not opened: " + e.getMessage());
        refused = true;
      }

      assertThat(refused || !reserved.containsAll(acked)).isTrue();
      acked.removeAll(reserved);
      System.out.println("without sync " + acked.size() + " acknowledged are missing");
    }
  }
}
