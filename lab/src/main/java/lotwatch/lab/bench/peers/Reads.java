package lotwatch.lab.bench.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /**
   * What one system did with so many connections.
   *
   * @param problem why it has no more rounds; empty if it has all
   */
  record Result(String name, int connections, List<Speed> rounds, String problem) {
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

  private final List<Reading> readings;
  private final Map<String, String> problems = new HashMap<>();

  Reads(List<Reading> readings) {
    this.readings = List.copyOf(readings);
  }

  /** Lets compilers finish, before anything is measured. */
  void warm(Duration each) throws IOException {
    for (var reading : readings) {
      run(reading, WARM_CONNECTIONS, Duration.ZERO, each, new ArrayList<>());
    }
  }

  /** So many connections to each in turns. */
  List<Result> run(int connections, int rounds, Duration round) throws IOException {
    var speeds = new ArrayList<List<Speed>>();
    readings.forEach(_ -> speeds.add(new ArrayList<>()));
    for (int i = 0; i < rounds; i++) {
      for (int d = 0; d < readings.size(); d++) {
        run(readings.get(d), connections, WARM_EACH, round, speeds.get(d));
      }
    }
    var results = new ArrayList<Result>();
    for (int d = 0; d < readings.size(); d++) {
      var name = readings.get(d).name();
      var problem = problems.getOrDefault(name, "");
      results.add(new Result(name, connections, speeds.get(d), problem));
    }
    return results;
  }

  /** One round more, unless it failed before or fails now; ours may not. */
  private void run(
      Reading reading, int connections, Duration warmUp, Duration time, List<Speed> speeds)
      throws IOException {
    if (problems.containsKey(reading.name())) {
      return;
    }
    try {
      var plan = LoadPlan.closed(reading.at(), connections, warmUp, time);
      speeds.add(Speed.of(Generator.run(plan, reading.exchange())));
    } catch (IOException e) {
      if (!Brokers.PEERS.contains(reading.name())) {
        throw new IOException("%s: %s".formatted(reading.name(), e.getMessage()), e);
      }
      problems.put(reading.name(), String.valueOf(e.getMessage()));
    }
  }
}
