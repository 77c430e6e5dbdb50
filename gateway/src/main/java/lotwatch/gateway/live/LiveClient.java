package lotwatch.gateway.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lotwatch.ledger.Event;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.EventLog.GapException;
import lotwatch.wire.EventToken;

/**
 * One client of the live feed: a cursor into the event log and nothing else. A client that does not
 * read blocks its own thread in a write, until the server's idle timeout closes its connection.
 */
final class LiveClient {
  /** Events taken from the event log at once. */
  static final int BATCH_MAX = 256;

  /** Bytes that a client which does not read keeps from being collected, give or take an event. */
  static final int WRITE_BYTES_MAX = 16 << 10;

  private static final byte[] RETRY = "retry: 2000\n\n".getBytes(UTF_8);

  /** What a client keeps between two writes; there may be ten thousand of them. */
  private static final int KEPT_BYTES_MAX = 1 << 10;

  private final Feed feed;
  private final Set<String> lots;
  private final OutputStream out;
  private ByteArrayOutputStream gathered = new ByteArrayOutputStream(0);
  private long spokenNanos = System.nanoTime();

  LiveClient(Feed feed, Set<String> lots, OutputStream out) {
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
    gather(RETRY);
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
      if (gathered.size() == 0
          && System.nanoTime() - spokenNanos >= feed.limits().heartbeat().toNanos()) {
        // An id without data moves the client's resume point on and dispatches nothing.
        gather(": alive\nid: %s\n\n".formatted(token(cursor)).getBytes(UTF_8));
      }
      flush();
    }
  }

  /** Where to go on: from the state anew, unless the last event is one of this history. */
  private long begin(Optional<EventToken> last) throws IOException {
    if (last.isEmpty()) {
      return snapshot();
    }
    return last.get().isOf(feed.eventLog().view())
        ? last.get().sequence()
        : reset(last.get(), "HISTORY");
  }

  private long reset(EventToken at, String reason) throws IOException {
    gather(Encoded.block(at, "reset", "{\"reason\":\"%s\"}".formatted(reason).getBytes(UTF_8)));
    return snapshot();
  }

  private EventToken token(long sequence) {
    return new EventToken(history(), sequence);
  }

  private String history() {
    return feed.eventLog().view().history();
  }

  private long snapshot() throws IOException {
    Encoded snapshot = feed.initialView().now(lots);
    flush();
    for (int from = 0; from < snapshot.bytes().length; from += WRITE_BYTES_MAX) {
      out.write(snapshot.bytes(), from, Math.min(WRITE_BYTES_MAX, snapshot.bytes().length - from));
    }
    out.flush();
    spokenNanos = System.nanoTime();
    return snapshot.sequence();
  }

  private void tell(Event event) throws IOException {
    Encoded encoded = feed.events().of(event, history());
    String lot = encoded.lot();
    if (lots.isEmpty() || lot == null || lots.contains(lot)) {
      gather(encoded.bytes());
    }
  }

  private void gather(byte[] block) throws IOException {
    gathered.write(block);
    if (gathered.size() >= WRITE_BYTES_MAX) {
      flush();
    }
  }

  private void flush() throws IOException {
    if (gathered.size() > 0) {
      gathered.writeTo(out);
      out.flush();
      if (gathered.size() > KEPT_BYTES_MAX) {
        gathered = new ByteArrayOutputStream(0);
      }
      gathered.reset();
      spokenNanos = System.nanoTime();
    }
  }

  /** What all clients share. */
  record Feed(
      EventLog eventLog, EncodedEvents events, InitialView initialView, LiveLimits limits) {}
}
