package lotwatch.feeds.pubsub;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.Set;
import lotwatch.ledger.Journal;
import lotwatch.ledger.Journal.GapException;
import lotwatch.ledger.LotId;
import lotwatch.ledger.UnavailableException;
import lotwatch.tcp.Caller;
import lotwatch.tcp.Frames;
import lotwatch.tcp.Talk;
import lotwatch.wire.json.ProblemException;
import lotwatch.wire.rpc.RpcAnswer;
import lotwatch.wire.rpc.RpcRequest;
import tools.jackson.databind.JsonNode;

/** Takes subscriptions and tells their holders when a lot's free places change. */
public final class PubSubTalk implements Talk, AutoCloseable {
  /** Events that wait for one subscriber unless configured. */
  public static final int QUEUE_MAX = 100;

  /** Lots of one subscription. */
  public static final int LOTS_MAX = 1_000;

  /** Subscriptions of one connection. */
  public static final int SUBSCRIPTIONS_MAX = 100;

  /** How long a caller that will say no more is told what happens; it may be gone altogether. */
  static final Duration ALONE_MAX = Duration.ofSeconds(30);

  private static final String NO_ID = "0";

  private final Journal journal;
  private final ZoneId zone;
  private final Duration aloneMax;
  private final Subscriptions subscriptions;
  private final Publisher publisher;

  /**
   * Begins to publish.
   *
   * @param zone of the times it tells
   * @param queueMax events that wait for one subscriber
   */
  public PubSubTalk(Journal journal, ZoneId zone, int queueMax) {
    this(journal, zone, queueMax, ALONE_MAX);
  }

  PubSubTalk(Journal journal, ZoneId zone, int queueMax, Duration aloneMax) {
    this.journal = journal;
    this.zone = zone;
    this.aloneMax = aloneMax;
    long sequence = journal.picture().sequence();
    subscriptions = new Subscriptions(queueMax, sequence);
    publisher = new Publisher(journal, subscriptions, sequence);
  }

  /** How many subscriptions there are now. */
  public int size() {
    return subscriptions.size();
  }

  /** Events that slow subscribers missed. */
  public long dropped() {
    return subscriptions.dropped();
  }

  @Override
  public byte[] refusal(String why) {
    return Frames.of(RpcAnswer.error(NO_ID, why));
  }

  @Override
  public void serve(Caller caller) throws IOException {
    var frames = new Frames(caller);
    try (var teller = new Teller(caller, journal, zone, subscriptions)) {
      try {
        for (var call = frames.next(); call != null; call = frames.next()) {
          answer(RpcRequest.read(call), teller);
        }
        teller.goOnAlone(aloneMax);
      } catch (Frames.TooLongException e) {
        teller.reply(RpcAnswer.error(NO_ID, String.valueOf(e.getMessage())));
        teller.hangUp();
      } catch (ProblemException _) {
        teller.hangUp(); // bad JSON has no answer
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(RpcRequest call, Teller teller) throws InterruptedException {
    if (call.wrong() != null) {
      teller.reply(RpcAnswer.error(call.id(), call.wrong()));
      return;
    }
    switch (call.method()) {
      case "subscribe" -> {
        try {
          subscribe(call, teller);
        } catch (UnavailableException e) {
          teller.reply(RpcAnswer.error(call.id(), "unavailable: " + e.getMessage()));
        } catch (IllegalArgumentException | GapException e) {
          teller.reply(RpcAnswer.error(call.id(), String.valueOf(e.getMessage())));
        }
      }
      case "unsubscribe" -> teller.reply(unsubscribe(call));
      default -> teller.reply(RpcAnswer.error(call.id(), "Unknown method: " + call.method()));
    }
  }

  private void subscribe(RpcRequest call, Teller teller)
      throws UnavailableException, GapException, InterruptedException {
    if (call.args().isEmpty()) {
      throw new IllegalArgumentException("Missing lot_id argument");
    }
    if (teller.size() >= SUBSCRIPTIONS_MAX) {
      throw new IllegalArgumentException(
          "this connection has %d subscriptions, which is the limit".formatted(SUBSCRIPTIONS_MAX));
    }
    journal.catchUp();
    var lots = lots(call.args().getFirst());
    if (call.args().size() == 1) {
      teller.subscribe(call.id(), lots, OptionalLong.empty());
      return;
    }
    var since = call.args().get(1);
    if (!since.isIntegralNumber() || !since.canConvertToLong() || since.longValue() < 0) {
      throw new IllegalArgumentException("since must be the sequence number of an event");
    }
    journal.after(since.longValue(), 1, 0); // says if they are no longer kept
    teller.subscribe(call.id(), lots, OptionalLong.of(since.longValue()));
  }

  private Set<LotId> lots(JsonNode asked) {
    var lots = new LinkedHashSet<LotId>();
    if (asked.isString()) {
      lots.add(lot(asked));
    } else if (asked.isArray() && !asked.isEmpty() && asked.size() <= LOTS_MAX) {
      asked.forEach(each -> lots.add(lot(each)));
    } else {
      throw new IllegalArgumentException(
          "lot_id must be a string, or a list of 1 to %d strings".formatted(LOTS_MAX));
    }
    return lots;
  }

  private LotId lot(JsonNode asked) {
    if (!asked.isString()) {
      throw new IllegalArgumentException("lot_id must be a string");
    }
    var id = asked.stringValue();
    try {
      var lot = new LotId(id);
      if (journal.picture().lot(lot) != null) {
        return lot;
      }
    } catch (IllegalArgumentException _) {
      // no lot can have that id
    }
    throw new IllegalArgumentException("Unknown lot: " + id);
  }

  private byte[] unsubscribe(RpcRequest call) {
    if (call.args().isEmpty()) {
      return RpcAnswer.error(call.id(), "Missing sub_id argument");
    }
    var id = call.args().getFirst();
    if (!id.isIntegralNumber()) {
      return RpcAnswer.error(call.id(), "sub_id must be a whole number");
    }
    return id.canConvertToLong() && subscriptions.leave(id.longValue())
        ? RpcAnswer.result(call.id(), "true")
        : RpcAnswer.error(call.id(), "false", "Unknown subscription");
  }

  /** Publishes no more; close the door before. */
  @Override
  public void close() {
    publisher.close();
  }
}
