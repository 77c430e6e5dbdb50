package lotwatch.lab.bench.peers;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/** One of ten subscribers stops to read, and goes on when all is published. */
final class Stall {
  /** How many listen. */
  static final int SUBSCRIBERS = 10;

  private static final Duration BEFORE = Duration.ofSeconds(3);

  /** When nothing was heard for so long, there is no more to come. */
  private static final Duration QUIET_MAX = Duration.ofSeconds(10);

  /**
   * The same of one that reads again: a sender whose window was closed looks for room at intervals
   * that double, so the rest, and the end of the connection, may come as late again as it stalled.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9293#section-3.8.6.1">RFC 9293, zero-window
   *     probing</a>
   */
  private static final Duration AWAKE_QUIET_MAX = Duration.ofMinutes(1);

  private static final long LOOK_NANOS = 10_000_000;

  private final SubscriberLoop listener;

  /**
   * What a part of it came to.
   *
   * @param lag of those who listen
   * @param missing how many times one of them did not hear an event
   * @param blocked the longest time that the publisher was kept, in milliseconds
   */
  record Part(int published, PeerLag lag, int missing, double blocked) {}

  /**
   * What one system did.
   *
   * @param before all read
   * @param during one does not
   * @param received how many of {@code during} it heard in the end
   * @param newest whether the newest was among them
   * @param end what became of its connection; empty if it was kept
   * @param dropped how many events the system says that it dropped, of all subscribers
   */
  record Result(
      String name,
      Part before,
      Part during,
      int received,
      boolean newest,
      String end,
      OptionalLong dropped) {
    /**
     * Events that nobody heard and nobody counted, of all subscribers; empty if the system does not
     * count.
     */
    OptionalLong unaccounted() {
      long lost = before.missing() + during.missing() + (long) during.published() - received;
      return dropped.isEmpty() ? OptionalLong.empty() : OptionalLong.of(lost - dropped.getAsLong());
    }
  }

  Stall(SubscriberLoop listener) {
    this.listener = listener;
  }

  /** How many events one run takes. */
  static int events(int events, double perSecond) {
    return events + warm(perSecond);
  }

  private static int warm(double perSecond) {
    return Math.toIntExact(Math.round(BEFORE.toSeconds() * perSecond));
  }

  /**
   * @param events that are published while one does not read
   */
  Result run(Broker broker, Speaker speaker, int events, double perSecond)
      throws IOException, InterruptedException {
    try (var audience = listener.subscribe(broker::join, SUBSCRIBERS)) {
      long droppedBefore = broker.dropped().orElse(0);
      var all = new Round(speaker.next(), warm(perSecond), SUBSCRIBERS);
      var before = part(audience, speaker, all, perSecond);
      var stalled = audience.ears().getLast();
      audience.stall(stalled);
      int receivedBefore = stalled.received();
      var round = new Round(speaker.next(), events, SUBSCRIBERS - 1);
      var during = part(audience, speaker, round, perSecond);
      audience.goOn(stalled);
      int newest = speaker.next() - 1;
      awaitQuiet(stalled, newest);
      var dropped = broker.dropped();
      return new Result(
          broker.name(),
          before,
          during,
          stalled.received() - receivedBefore,
          stalled.last() == newest,
          stalled.end(),
          dropped.isEmpty() ? dropped : OptionalLong.of(dropped.getAsLong() - droppedBefore));
    }
  }

  private static Part part(Audience audience, Speaker speaker, Round round, double perSecond)
      throws IOException {
    audience.measure(round);
    long blocked = speaker.speak(round, perSecond);
    int missing = round.missing(QUIET_MAX);
    return new Part(round.count(), round.lag(), missing, blocked / 1e6);
  }

  private static void awaitQuiet(PeerSubscriber ear, int newest) {
    int received = ear.received();
    long until = System.nanoTime() + AWAKE_QUIET_MAX.toNanos();
    while (ear.end().isEmpty() && ear.last() < newest && System.nanoTime() < until) {
      LockSupport.parkNanos(LOOK_NANOS);
      if (ear.received() > received) {
        received = ear.received();
        until = System.nanoTime() + AWAKE_QUIET_MAX.toNanos();
      }
    }
  }
}
