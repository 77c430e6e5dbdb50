package lotwatch.lab.disks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import lotwatch.replica.Load;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KillTest {
  private static final int ROUNDS = 3;
  private static final int ACKED = 1_500;

  @TempDir Path temp = Path.of("set by JUnit");

  @Test
  void nothingAcknowledgedIsLostWhenTheProcessIsKilled() throws Exception {
    var acked = new HashSet<String>();
    for (int round = 0; round < ROUNDS; round++) {
      var load = AckedLoad.start(temp, Integer.toString(round), true);
      acked.addAll(AckedLoad.acknowledged(load, ACKED, AckedLoad::kill));
      load.waitFor();

      assertThat(Load.reserved(temp)).containsAll(acked);
    }
    assertThat(acked).hasSizeGreaterThanOrEqualTo(ROUNDS * ACKED);
  }
}
