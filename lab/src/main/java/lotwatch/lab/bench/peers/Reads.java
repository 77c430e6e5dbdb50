package lotwatch.lab.bench.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lotwatch.lab.bench.load.Exchange;
import lotwatch.lab.bench.load.Generator;
import lotwatch.lab.bench.load.Latencies;
import lotwatch.lab.bench.load.LoadPlan;
import lotwatch.lab.bench.load.Operation;
import lotwatch.lab.bench.load.Outcome;
import lotwatch.lab.bench.load.RespExchange;
import lotwatch.lab.bench.load.TextExchange;

/** One number is asked for, without pipelining: AVAIL of ours, GET of Redis, in turns. */
final class Reads {
  private static final int WARM_CONNECTIONS = 64;
  private static final Duration WARM_EACH = Duration.ofMillis(500);

  /**
   * What is asked.
   *
   * @param name of the system
   */
  record Reading(String name, InetSocketAddress at, Exchange.Maker exchange) {
    static Reading of(OurNode ours) {
      return new Reading(
          ours.name(),
          ours.text(),
          connection ->
              new TextExchange(Operation.AVAIL, List.of(Payload.LOT), connection, "READS"));
    }

    /** The key has the value that the lot has. */
    static Reading of(Redis redis) throws IOException {
      var value = Integer.toString(Payload.NUMBER_MAX);
      redis.set(Payload.LOT, value);
      return new Reading(redis.name(), redis.at(), _ -> new RespExchange(Payload.LOT, value));
    }
  }

  /**
   * One round.
   *
   * @param p50 in milliseconds, as the others
   * @param p99 as it was measured
   * @param p99Corrected with what a waiting client did not ask
   */
  record Speed(double perSecond, double p50, double p99, double p99Corrected) {
    static Speed of(Outcome outcome) throws IOException {
      if (outcome.total() != outcome.successful()) {
        throw new IOException(
            "%d of %d requests failed: %s"
                .formatted(
                    outcome.total() - outcome.successful(), outcome.total(), outcome.problem()));
      }
      var latencies = outcome.latencies();
      return new Speed(
          outcome.perSecond(),
          Latencies.millis(latencies.raw(), 50),
          Latencies.millis(latencies.raw(), 99),
          Latencies.millis(latencies.corrected(), 99));
    }
  }

  /** What one system did with so many connections. */
  record Result(String name, int connections, List<Speed> rounds) {
    Result {
      rounds = List.copyOf(rounds);
    }

    /** The median of the rounds, of each value. */
    Speed speed() {
      return new Speed(
          Middle.of(rounds, Speed::perSecond),
          Middle.of(rounds, Speed::p50),
          Middle.of(rounds, Speed::p99),
          Middle.of(rounds, Speed::p99Corrected));
    }
  }

  private final List<Reading> gateways;

  Reads(List<Reading> gateways) {
    this.gateways = List.copyOf(gateways);
  }

  /** Lets compilers finish, before anything is measured. */
  void warm(Duration each) throws IOException {
    for (var gateway : gateways) {
      var _ = run(gateway, WARM_CONNECTIONS, Duration.ZERO, each);
    }
  }

  /** So many connections to each in turns. */
  List<Result> run(int connections, int rounds, Duration round) throws IOException {
    var speeds = new ArrayList<List<Speed>>();
    gateways.forEach(_ -> speeds.add(new ArrayList<>()));
    for (int i = 0; i < rounds; i++) {
      for (int d = 0; d < gateways.size(); d++) {
        speeds.get(d).add(run(gateways.get(d), connections, WARM_EACH, round));
      }
    }
    var results = new ArrayList<Result>();
    for (int d = 0; d < gateways.size(); d++) {
      results.add(new Result(gateways.get(d).name(), connections, speeds.get(d)));
    }
    return results;
  }

  private static Speed run(Reading gateway, int connections, Duration warmUp, Duration time)
      throws IOException {
    try {
      return Speed.of(
          Generator.run(
              LoadPlan.closed(gateway.at(), connections, warmUp, time), gateway.exchange()));
    } catch (IOException e) {
      throw new IOException("%s: %s".formatted(gateway.name(), e.getMessage()), e);
    }
  }
}
