package lotwatch.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import lotwatch.lab.cluster.Cluster;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A member that one other does not hear, for as long as it may be, does not stop the others. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class OneWayTest {
  /** Elections that a cut may cause before all is quiet again. */
  private static final int ELECTIONS_MAX = 4;

  /**
   * A busy machine causes some of its own; a cluster that never comes to rest has some each time.
   */
  private static final int TRIES_MAX = 10;

  private static final int OPERATIONS = 300;
  private static final Duration LASTS = Duration.ofSeconds(4);

  @TempDir Path folder;

  /** The leader is 0, its followers are 1 and 2. */
  @ParameterizedTest
  @CsvSource({"0,1", "1,0", "1,2"})
  void oneWayThatStaysCutStopsNobody(int from, int to) throws Exception {
    try (var cluster = Cluster.start(folder, 1, Campus.file(), true)) {
      assumeTrue(Fault.ONE_WAY.suits(cluster), "skipped: no networks to cut");
      int leader = cluster.leader().number() - 1;
      int deaf = (leader + to) % Cluster.MEMBERS + 1;
      int mute = (leader + from) % Cluster.MEMBERS + 1;
      cluster.networks().cut(mute, deaf);
      var clients = Clients.start(cluster.members(), 1);
      long elections = ELECTIONS_MAX;
      for (int tries = 0; elections >= ELECTIONS_MAX && tries < TRIES_MAX; tries++) {
        Thread.sleep(LASTS);
        long term = cluster.term();
        int before = clients.acknowledgedAt().size();
        while (clients.acknowledgedAt().size() < before + OPERATIONS) {
          Thread.sleep(LASTS);
        }
        elections = cluster.term() - term;
      }
      assertThat(elections).as("elections").isLessThan(ELECTIONS_MAX);
      cluster.heal();
      clients.stop();

      assertThat(cluster.settle()).hasSize(1);
    }
  }
}
