package lotwatch.lab.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lotwatch.lab.bench.Scratch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The exchanges with a node in a process of its own; how fast is not asked here. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FinderServerTest {
  private static Scratch scratch;
  private static FinderServer server;

  @BeforeAll
  static void start() throws Exception {
    scratch = Scratch.in(Path.of(System.getProperty("java.io.tmpdir")));
    server = FinderServer.start(scratch.resolve("node"));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    scratch.close();
  }

  private static Outcome run(InetSocketAddress address, Exchange.Maker maker) throws IOException {
    var outcome =
        Generator.run(LoadPlan.closed(address, 3, Duration.ZERO, Duration.ofSeconds(2)), maker);
    assertThat(outcome.problem()).isEmpty();
    assertThat(outcome.successful()).isPositive().isEqualTo(outcome.total());
    return outcome;
  }

  private static Exchange rpc(Operation operation, int connection) {
    return new RpcExchange(operation, FinderServer.LOTS, connection, "R" + connection + "-");
  }

  private static Exchange text(Operation operation, int connection) {
    return new TextExchange(operation, FinderServer.LOTS, connection, "T" + connection + "-");
  }

  @Test
  void callsAreAnswered() throws Exception {
    var address = server.addresses().rpc();
    assertThat(run(address, i -> rpc(Operation.AVAIL, i)).count(RequestAnswer.READ)).isPositive();
    assertThat(run(address, i -> rpc(Operation.RESERVE, i)).count(RequestAnswer.RESERVED))
        .isPositive();
    assertThat(run(address, i -> rpc(Operation.MIXED, i)).count(RequestAnswer.CANCELLED))
        .isPositive();
  }

  @Test
  void linesAreAnswered() throws Exception {
    var address = server.addresses().text();
    assertThat(run(address, i -> text(Operation.AVAIL, i)).count(RequestAnswer.READ)).isPositive();
    assertThat(run(address, i -> text(Operation.RESERVE, i)).count(RequestAnswer.RESERVED))
        .isPositive();
  }

  @Test
  void sensorsAreAcknowledged() throws Exception {
    var address = server.addresses().sensor();
    run(address, i -> new SensorExchange(FinderServer.LOTS.get(i), null));
    run(address, i -> new SensorExchange(FinderServer.LOTS.get(i), "numbered-" + i));
  }

  @Test
  void unknownLotIsAFailure() throws Exception {
    var plan = LoadPlan.closed(server.addresses().rpc(), 1, Duration.ZERO, Duration.ofSeconds(1));
    var outcome =
        Generator.run(plan, i -> new RpcExchange(Operation.AVAIL, List.of("NOWHERE"), i, "X"));

    assertThat(outcome.failed()).isPositive().isEqualTo(outcome.total());
  }
}
