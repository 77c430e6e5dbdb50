package lotwatch.lab.bench.peers;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One tells many: the systems in turns, in short rounds, all with their subscribers connected. */
final class FanoutRounds {
  /** When nobody has heard anything for so long, the rest of a round is missing. */
  private static final Duration QUIET_MAX = Duration.ofSeconds(10);

  private final SubscriberLoop listener;
  private final Map<Broker, Speaker> speakers;

  /**
   * What one system did with so many subscribers.
   *
   * @param missing how many times one subscriber did not hear an event
   * @param rounds one lag each
   */
  record Result(String name, int subscribers, long missing, List<PeerLag> rounds) {
    Result {
      rounds = List.copyOf(rounds);
    }

    /** The median of the rounds of each value, and the longest of all. */
    PeerLag lag() {
      return new PeerLag(
          Middle.of(rounds, PeerLag::p50),
          Middle.of(rounds, PeerLag::p99),
          rounds.stream().mapToDouble(PeerLag::max).max().orElse(0));
    }
  }

  /**
   * How it is done.
   *
   * @param rounds of each system
   * @param perSecond events
   */
  record Plan(int rounds, Duration round, double perSecond) {
    int events() {
      return Math.toIntExact(Math.round(round.toNanos() / 1e9 * perSecond));
    }
  }

  /**
   * @param speakers one for each system
   */
  FanoutRounds(SubscriberLoop listener, Map<Broker, Speaker> speakers) {
    this.listener = listener;
    this.speakers = speakers;
  }

  /** So many subscribers of each system. */
  List<Result> run(int subscribers, Plan plan) throws IOException, InterruptedException {
    var audiences = new LinkedHashMap<Broker, Audience>();
    try {
      for (var broker : speakers.keySet()) {
        audiences.put(broker, listener.subscribe(broker.wire(), broker.subscribers(), subscribers));
      }
      return run(audiences, subscribers, plan);
    } finally {
      for (var audience : audiences.values()) {
        audience.close();
      }
    }
  }

  private List<Result> run(Map<Broker, Audience> audiences, int subscribers, Plan plan)
      throws IOException {
    var lags = new LinkedHashMap<Broker, List<PeerLag>>();
    var missing = new LinkedHashMap<Broker, Long>();
    for (int i = 0; i < plan.rounds(); i++) {
      for (var each : audiences.entrySet()) {
        var broker = each.getKey();
        var speaker = speakers.get(broker);
        if (speaker == null) {
          throw new IllegalStateException("no publisher for " + broker.name());
        }
        var round = new Round(speaker.next(), plan.events(), subscribers);
        each.getValue().measure(round);
        speaker.speak(round, plan.perSecond());
        missing.merge(broker, (long) round.missing(QUIET_MAX), Long::sum);
        each.getValue().check();
        lags.computeIfAbsent(broker, _ -> new ArrayList<>()).add(round.lag());
      }
    }
    return lags.entrySet().stream()
        .map(each ->
            new Result(
                each.getKey().name(),
                subscribers,
                missing.getOrDefault(each.getKey(), 0L),
                each.getValue()))
        .toList();
  }
}
