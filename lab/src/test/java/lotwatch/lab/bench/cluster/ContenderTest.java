package lotwatch.lab.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import lotwatch.lab.bench.PeerProcess;
import lotwatch.lab.bench.Scratch;
import lotwatch.lab.cluster.Load;
import lotwatch.lab.cluster.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each contender does what it is measured for; how fast is not asked here. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ContenderTest {
  private static final int LOTS = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
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

  @ParameterizedTest
  @EnumSource(
      value = OurCluster.Way.class,
      names = {"GRPC", "TEXT"})
  void oursReserveFromOutside(OurCluster.Way way) throws Exception {
    try (var ours = new OurCluster(place(), LOTS, way)) {
      underOneLeader(
          ours,
          () -> {
            ours.followLeader();
            reservesOnce(ours.open(0));
          });
      underOneLeader(ours, () -> works(ours));
      assertThat(ours.about()).contains("3 nodes");
    }
  }

  @Test
  void oursReserveFromTheLeadersProcess() throws Exception {
    try (var ours = new OurCluster(place(), LOTS, OurCluster.Way.INSIDE)) {
      underOneLeader(ours, () -> works(ours));
    }
  }

  @Test
  void etcdReserves() throws Exception {
    var program = PeerProcess.find("etcd");
    assumeTrue(program.isPresent(), "no etcd here: " + Etcd.INSTALL);
    var folder = place();
    try (var etcd = started("etcd", () -> new Etcd(program.get(), folder))) {
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
    var folder = place();
    try (var postgres = started("PostgreSQL", () -> new Postgres(program.get(), folder, LOTS))) {
      reservesOnce(postgres.open(0));
      works(postgres);
      assertThat(postgres.held()).isZero();
      postgres.open(0).reserve(2, "KEEP");
      assertThat(postgres.held()).isOne();
    }
  }

  /** A system of others that does not start is no fault of ours. */
  private static <T> T started(String name, Callable<T> start) throws Exception {
    try {
      return start.call();
    } catch (IOException e) {
      return abort("skipped: %s does not start: %s".formatted(name, e.getMessage()));
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  /**
   * A change of the leader fails what is under way, as it may: then it is done again. A machine
   * that is busy enough changes it without cause.
   */
  private static void underOneLeader(OurCluster ours, Work work) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      long term = ours.elections();
      try {
        work.run();
        return;
      } catch (AssertionError | IOException | Target.FailedException e) {
        if (ours.elections() == term || System.nanoTime() > end) {
          throw e;
        }
        System.out.println("done again, the leader changed: " + e.getMessage());
      }
    }
  }

  /** The second time it exists, and once it is cancelled it does not. */
  private static void reservesOnce(Target target) throws Exception {
    try (target) {
      var plate = "ANNA-" + System.nanoTime(); // another each time: the last may still be held
      target.reserve(1, plate);
      assertThatThrownBy(() -> target.reserve(1, plate)).isInstanceOf(Target.FailedException.class);
      target.cancel(1, plate);
      assertThatThrownBy(() -> target.cancel(1, plate)).isInstanceOf(Target.FailedException.class);
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
