package lotwatch.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import lotwatch.ledger.Occupancy;
import lotwatch.ledger.View;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the simulated cameras see and what the sessions say agree. */
final class SimulatedCarsTest {
  private static final Duration WAIT_MAX = Duration.ofMinutes(4);

  @TempDir Path temp = Path.of("set by JUnit");

  @Test
  void everySessionStandsWhereACameraSeesACar() throws Exception {
    var config = new Site(temp).config("node: {data: %s}".formatted(temp.resolve("data")));
    config = config.withHttp(config.servers().http().on(0));
    try (var node = Node.start(config, SitePlan.of(config), _ -> {})) {
      long end = System.nanoTime() + WAIT_MAX.toNanos();
      while (!agree(node.view())) {
        assertThat(System.nanoTime()).as("sessions and spots differ").isLessThan(end);
        LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
      }
    }
  }

  /** But for the few that are just coming or going. */
  private static boolean agree(View view) {
    var seen =
        view.lots().stream()
            .flatMap(lot ->
                lot.spots().stream()
                    .filter(spot -> spot.state() == Occupancy.OCCUPIED)
                    .map(spot -> lot.id() + "/" + spot.id()))
            .collect(Collectors.toSet());
    var sessions =
        view.sessions().stream()
            .map(session -> session.key().location())
            .collect(Collectors.toSet());
    var both = sessions.stream().filter(seen::contains).count();
    return both > 20 && sessions.size() - both <= 2 && seen.size() - both <= 2;
  }
}
