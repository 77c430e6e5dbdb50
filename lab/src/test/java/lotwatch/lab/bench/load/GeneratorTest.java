package lotwatch.lab.bench.load;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class GeneratorTest {
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Exchange.Maker AVAIL = maker(Operation.AVAIL);

  private static Exchange.Maker maker(Operation operation) {
    return connection ->
        new TextExchange(operation, List.of("A", "B"), connection, "P" + connection);
  }

  private static LoadPlan plan(LineServer server, SendRate pace, Duration answerMax) {
    return new LoadPlan(server.address(), 4, Duration.ofMillis(50), SHORT, pace, answerMax);
  }

  private static LoadPlan closed(LineServer server) {
    return plan(server, new SendRate.Closed(), Duration.ofMinutes(1));
  }

  @Test
  void eachAnswerCountsOnce() throws Exception {
    try (var server = new LineServer((_, _) -> "17")) {
      var outcome = Generator.run(closed(server), AVAIL);

      assertThat(outcome.problem()).isEmpty();
      assertThat(outcome.successful()).isPositive().isEqualTo(outcome.total());
      assertThat(outcome.total()).isLessThanOrEqualTo(server.requests());
      assertThat(outcome.latencies().raw().getTotalCount()).isEqualTo(outcome.total());
      assertThat(outcome.perSecond()).isEqualTo(outcome.successful() / 0.5);
    }
  }

  @Test
  void latencyIsAtLeastTheServersDelay() throws Exception {
    try (var server =
        new LineServer((_, _) -> {
          Thread.sleep(20);
          return "17";
        })) {
      var latencies = Generator.run(closed(server), AVAIL).latencies();

      assertThat(latencies.raw().getTotalCount()).isPositive();
      assertThat(Latencies.millis(latencies.raw(), 0)).isGreaterThanOrEqualTo(19.9);
    }
  }

  @Test
  void pauseCountsForEachRequestThatWasDueInIt() throws Exception {
    try (var server =
        new LineServer((_, number) -> {
          Thread.sleep(number == 0 ? 300 : 0);
          return "17";
        })) {
      var plan =
          new LoadPlan(
              server.address(),
              1,
              Duration.ZERO,
              Duration.ofSeconds(1),
              new SendRate.Open(100),
              Duration.ofMinutes(1));

      var outcome = Generator.run(plan, AVAIL);

      assertThat(outcome.total()).isEqualTo(100);
      assertThat(late(outcome, 150)).isGreaterThanOrEqualTo(15);
      assertThat(outcome.latencies().corrected()).isEqualTo(outcome.latencies().raw());
    }
  }

  @Test
  void correctionOfAClosedPaceAddsWhatAPauseKeptFromBeingAsked() throws Exception {
    try (var server =
        new LineServer((_, number) -> {
          Thread.sleep(number == 1 ? 400 : 0);
          return "17";
        })) {
      var plan = LoadPlan.closed(server.address(), 1, Duration.ZERO, Duration.ofSeconds(1));

      var outcome = Generator.run(plan, AVAIL);

      var latencies = outcome.latencies();
      long missing = latencies.raw().getMaxValue() / latencies.expectedNanos() - 1;
      assertThat(late(outcome, 399)).isPositive();
      assertThat(missing).isPositive();
      assertThat(latencies.corrected().getTotalCount())
          .isGreaterThanOrEqualTo(outcome.total() + missing);
    }
  }

  private static long late(Outcome outcome, int millis) {
    return outcome
        .latencies()
        .raw()
        .getCountBetweenValues(MILLISECONDS.toNanos(millis), Long.MAX_VALUE / 2);
  }

  @Test
  void requestWithoutAnswerIsATimeout() throws Exception {
    try (var server = new LineServer((_, number) -> number % 2 == 0 ? "" : "17")) {
      var outcome =
          Generator.run(plan(server, new SendRate.Closed(), Duration.ofMillis(100)), AVAIL);

      assertThat(outcome.timeouts()).isPositive();
      assertThat(outcome.total()).isEqualTo(outcome.timeouts() + outcome.successful());
      assertThat(outcome.latencies().raw().getMaxValue()).isGreaterThan(MILLISECONDS.toNanos(99));
      assertThat(outcome.problem()).isEqualTo("no answer in time");
    }
  }

  @Test
  void whatWasDueAndNeverSentIsATimeout() throws Exception {
    try (var server = new LineServer((_, _) -> "")) {
      var outcome =
          Generator.run(plan(server, new SendRate.Open(1_000), Duration.ofMillis(400)), AVAIL);

      assertThat(outcome.timeouts()).isEqualTo(500);
      assertThat(server.requests()).isLessThan(500);
    }
  }

  @Test
  void errorIsAFailure() throws Exception {
    try (var server = new LineServer((_, _) -> "ERROR: Unknown lot")) {
      var outcome = Generator.run(closed(server), AVAIL);

      assertThat(outcome.failed()).isPositive().isEqualTo(outcome.total());
      assertThat(outcome.latencies().raw().getTotalCount()).isZero();
    }
  }

  @Test
  void brokenConnectionIsAFailureAndIsReplaced() throws Exception {
    try (var server = new LineServer((_, number) -> number % 2 == 1 ? "bye" : "17")) {
      var plan = LoadPlan.closed(server.address(), 1, Duration.ZERO, Duration.ofSeconds(1));

      var outcome = Generator.run(plan, AVAIL);

      assertThat(outcome.broken()).isPositive();
      assertThat(outcome.total()).isEqualTo(outcome.broken() + outcome.successful());
      assertThat(server.requests()).isGreaterThan(2);
      assertThat(outcome.problem()).isEqualTo("the server hung up");
    }
  }

  @Test
  void fullLotIsNeitherSuccessNorFailure() throws Exception {
    try (var server = new LineServer((_, _) -> "FULL")) {
      var outcome = Generator.run(closed(server), maker(Operation.RESERVE));

      assertThat(outcome.refused()).isPositive().isEqualTo(outcome.total());
      assertThat(outcome.successful() + outcome.failed()).isZero();
    }
  }

  @Test
  void whatWasReservedIsCancelledAtTheEnd() throws Exception {
    var held = ConcurrentHashMap.<String>newKeySet();
    try (var server =
        new LineServer((line, _) -> {
          var place = line.substring(line.indexOf(' '));
          boolean done = line.startsWith("RESERVE") ? held.add(place) : held.remove(place);
          return done ? "OK" : "EXISTS";
        })) {
      var outcome = Generator.run(closed(server), maker(Operation.RESERVE));

      assertThat(outcome.count(RequestAnswer.RESERVED)).isPositive();
      assertThat(outcome.total()).isEqualTo(outcome.successful());
      assertThat(held).isEmpty();
    }
  }

  @Test
  void noServerIsAnErrorAndNotAResult() throws Exception {
    var gone = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    assertThatThrownBy(() -> Generator.run(LoadPlan.closed(gone, 2, SHORT, SHORT), AVAIL))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(gone.toString());
  }
}
