package lotwatch.gateway.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lotwatch.ledger.Event;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.EventLog.GapException;
import lotwatch.wire.EventToken;

/**
 * One client of the live feed: a cursor into the event log and nothing else. A client that does not
 * read blocks its own thread in a write, until its output gives it up.
 */
final class LiveClient {
  /** Events taken from the event log at once. */
  static final int BATCH_MAX = 256;

  private final Feed feed;
  private final Set<String> lots;
  private final LiveOutput out;
  private long spokenNanos = System.nanoTime();

  LiveClient(Feed feed, Set<String> lots, LiveOutput out) {
    this.feed = feed;
    this.lots = lots;
    this.out = out;
  }

  /**
   * Tells the client what happens until it goes.
   *
   * @param last the last event it has; empty to start with a snapshot
   * @throws IOException when the client is gone or does not read
   * @throws InterruptedException when the feed closes
   */
  void serve(Optional<EventToken> last) throws IOException, InterruptedException {
    out.write(feed.form().opening());
    long cursor = begin(last);
    flush();
    while (true) {
      try {
        long received = System.nanoTime() - spokenNanos;
        long wait = Math.max(1, feed.limits().heartbeat().toMillis() - received / 1_000_000);
        List<Event> batch = feed.eventLog().after(cursor, BATCH_MAX, wait);
        for (Event event : batch) {
          tell(event);
          cursor = event.sequence();
        }
      } catch (GapException e) {
        cursor = reset(token(cursor), "GAP");
      }
      flush();
      if (System.nanoTime() - spokenNanos >= feed.limits().heartbeat().toNanos()) {
        out.write(feed.form().alive(token(cursor)));
        flush();
      }
    }
  }

  /** Where to go on: from the state anew, unless the last event is one of this history. */
  private long begin(Optional<EventToken> last) throws IOException, InterruptedException {
    if (last.isEmpty()) {
      return snapshot();
    }
    return last.get().isOf(feed.eventLog().view())
        ? last.get().sequence()
        : reset(last.get(), "HISTORY");
  }

  private long reset(EventToken at, String reason) throws IOException, InterruptedException {
    out.write(
        feed.form().block(at, "reset", "{\"reason\":\"%s\"}".formatted(reason).getBytes(UTF_8)));
    return snapshot();
  }

  private EventToken token(long sequence) {
    return new EventToken(history(), sequence);
  }

  private String history() {
    return feed.eventLog().view().history();
  }

  private long snapshot() throws IOException, InterruptedException {
    Encoded snapshot = feed.initialView().now(lots);
    out.write(snapshot.bytes());
    flush();
    return snapshot.sequence();
  }

  private void tell(Event event) throws IOException, InterruptedException {
    Encoded encoded = feed.events().of(event, history());
    String lot = encoded.lot();
    if (lots.isEmpty() || lot == null || lots.contains(lot)) {
      out.write(encoded.bytes());
    }
  }

  private void flush() throws IOException, InterruptedException {
    if (out.flush()) {
      spokenNanos = System.nanoTime();
    }
  }

  /** What all clients of one form share. */
  record Feed(
      EventLog eventLog,
      EncodedEvents events,
      InitialView initialView,
      LiveLimits limits,
      Form form) {
    static Feed of(EventLog eventLog, LiveLimits limits, Form form) {
      return new Feed(
          eventLog, new EncodedEvents(form), new InitialView(eventLog, form), limits, form);
    }
  }
}
