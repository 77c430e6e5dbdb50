package lotwatch.lab.bench.peers;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One tells many: the systems in turns, in short rounds, all with their subscribers connected. */
final class FanoutRounds {
  /** When nothing has arrived anywhere for so long, the rest of a round is missing. */
  private static final Duration QUIET_MAX = Duration.ofSeconds(10);

  private final SubscriberLoop listener;
  private final Map<Broker, Speaker> speakers;

  /**
   * What one system did with so many subscribers.
   *
   * @param missing how many times one subscriber did not receive an event
   * @param rounds one lag each, until it failed
   * @param problem why it has no more rounds; empty if it has all
   */
  record Result(String name, int subscribers, long missing, List<PeerLag> rounds, String problem) {
    Result {
      rounds = List.copyOf(rounds);
    }

    /** Of one that was never measured. */
    static Result failed(String name, int subscribers, String problem) {
      return new Result(name, subscribers, 0, List.of(), problem);
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

  /**
   * So many subscribers of each system.
   *
   * @throws IOException if ours fails; a peer that fails is left out from then on
   */
  List<Result> run(int subscribers, Plan plan) throws IOException, InterruptedException {
    var parts =
        speakers.entrySet().stream()
            .map(each -> new Part(each.getKey(), each.getValue(), subscribers))
            .toList();
    try {
      for (var part : parts) {
        part.attempt(part::subscribe);
      }
      for (int i = 0; i < plan.rounds(); i++) {
        for (var part : parts) {
          part.attempt(() -> part.round(plan));
        }
      }
      return parts.stream().map(Part::result).toList();
    } finally {
      for (var part : parts) {
        part.close();
      }
    }
  }

  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  /** One system, until it fails. */
  private final class Part implements AutoCloseable {
    private final Broker broker;
    private final Speaker speaker;
    private final int subscribers;
    private final List<PeerLag> lags = new ArrayList<>();
    private @Nullable Audience audience;
    private long missing;
    private String problem = "";

    Part(Broker broker, Speaker speaker, int subscribers) {
      this.broker = broker;
      this.speaker = speaker;
      this.subscribers = subscribers;
    }

    void attempt(Step step) throws IOException, InterruptedException {
      if (!problem.isEmpty()) {
        return;
      }
      try {
        step.run();
      } catch (IOException e) {
        if (broker instanceof OurNode) {
          throw e;
        }
        problem = String.valueOf(e.getMessage());
      }
    }

    void subscribe() throws IOException, InterruptedException {
      audience = listener.subscribe(broker::join, subscribers);
    }

    void round(Plan plan) throws IOException {
      var now = audience;
      if (now == null) {
        throw new IllegalStateException(broker.name() + " has no subscribers");
      }
      var round = new Round(speaker.next(), plan.events(), subscribers);
      now.measure(round);
      speaker.speak(round, plan.perSecond());
      missing += round.missing(QUIET_MAX);
      now.check();
      lags.add(round.lag());
    }

    Result result() {
      return new Result(broker.name(), subscribers, missing, lags, problem);
    }

    @Override
    public void close() throws IOException {
      if (audience != null) {
        audience.close();
      }
    }
  }
}
