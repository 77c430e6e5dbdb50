package lotwatch.lab.bench.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine alone and a node give the same sessions, record by record. */
class EnginesTest {
  private static final int SIGHTINGS = 20_000;

  @TempDir Path temp = Path.of("set by JUnit");

  @Test
  void nodeGivesTheSessionsOfTheMachine() throws Exception {
    long seed = Long.getLong("seed", 3);
    System.out.println("seed " + seed);
    var sightings = SightingStream.of(seed, SIGHTINGS);

    var machine = Engines.machine(sightings).ended();

    assertThat(sightings).hasSize(SIGHTINGS);
    assertThat(machine).hasSizeGreaterThan(500);
    assertThat(Engines.node(sightings, 250, temp.resolve("node")).ended()).isEqualTo(machine);
  }
}
