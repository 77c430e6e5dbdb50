package lotwatch.lab.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import lotwatch.lab.bench.PeerProcess;
import lotwatch.lab.bench.Scratch;
import lotwatch.lab.cluster.Load;
import lotwatch.lab.cluster.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each contender does what it is measured for; how fast is not asked here. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ContenderTest {
  private static final int LOTS = 10;
  private static final Load.Plan SHORT =
      new Load.Plan(4, LOTS, Duration.ofMillis(200), Duration.ofSeconds(1));

  private Scratch scratch;

  @BeforeEach
  void makeFolder() throws Exception {
    scratch = Scratch.in(Path.of(System.getProperty("java.io.tmpdir")));
  }

  @AfterEach
  void removeFolder() throws Exception {
    scratch.close();
  }

  private Path place() throws Exception {
    return Files.createDirectories(scratch.resolve("place"));
  }

  @Test
  void oursReserveFromOutside() throws Exception {
    try (var ours = new OurCluster(place(), LOTS, false)) {
      reservesOnce(ours.open(0));
      works(ours);
      assertThat(ours.about()).contains("3 nodes");
    }
  }

  @Test
  void oursReserveFromTheLeadersProcess() throws Exception {
    try (var ours = new OurCluster(place(), LOTS, true)) {
      works(ours);
    }
  }

  @Test
  void etcdReserves() throws Exception {
    var program = PeerProcess.find("etcd");
    assumeTrue(program.isPresent(), "no etcd here: " + Etcd.INSTALL);
    try (var etcd = new Etcd(program.get(), place())) {
      reservesOnce(etcd.open(0));
      works(etcd);
      assertThat(etcd.held()).isZero();
      etcd.open(0).reserve(2, "KEEP");
      assertThat(etcd.held()).isOne();
      assertThat(etcd.about()).contains("etcd 3.");
    }
  }

  @Test
  void postgresReserves() throws Exception {
    var program = Postgres.find();
    assumeTrue(program.isPresent(), "no PostgreSQL here: " + Postgres.INSTALL);
    try (var postgres = new Postgres(program.get(), place(), LOTS)) {
      reservesOnce(postgres.open(0));
      works(postgres);
      assertThat(postgres.held()).isZero();
      postgres.open(0).reserve(2, "KEEP");
      assertThat(postgres.held()).isOne();
    }
  }

  /** The second time it exists, and once it is cancelled it does not. */
  private static void reservesOnce(Target target) throws Exception {
    try (target) {
      target.reserve(1, "ANNA");
      assertThatThrownBy(() -> target.reserve(1, "ANNA"))
          .isInstanceOf(Target.FailedException.class);
      target.cancel(1, "ANNA");
      assertThatThrownBy(() -> target.cancel(1, "ANNA")).isInstanceOf(Target.FailedException.class);
    }
  }

  private static void works(Contender contender) throws Exception {
    contender.warm(SHORT);
    var speed = contender.load(SHORT);

    assertThat(speed.why()).isEmpty();
    assertThat(speed.failed()).isZero();
    assertThat(speed.done()).isPositive();
    assertThat(speed.maxMicros()).isGreaterThanOrEqualTo(speed.medianMicros());
  }
}
