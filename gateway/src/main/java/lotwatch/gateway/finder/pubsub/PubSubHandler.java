package lotwatch.gateway.finder.pubsub;

import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.auth.Requester;
import lotwatch.gateway.finder.FramedCalls;
import lotwatch.gateway.net.Connection;
import lotwatch.gateway.net.Handler;
import lotwatch.gateway.net.Loops;
import lotwatch.gateway.net.Protocol;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.EventLog.GapException;
import lotwatch.ledger.LotId;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.EventToken;
import lotwatch.wire.rpc.PythonJson;
import lotwatch.wire.rpc.RpcAnswer;
import lotwatch.wire.rpc.RpcRequest;
import tools.jackson.databind.JsonNode;

/** Takes subscriptions and tells their holders when a lot's free capacity changes. */
public final class PubSubHandler implements Handler, AutoCloseable {
  /** Lots of one subscription. */
  public static final int LOTS_MAX = 1_000;

  /** Subscriptions of one connection. */
  public static final int SUBSCRIPTIONS_MAX = 100;

  /**
   * How long a connection that will say no more is told what happens; it may be gone altogether.
   */
  static final Duration ALONE_MAX = Duration.ofSeconds(30);

  private final Gate gate;
  private final EventLog eventLog;
  private final ZoneId zone;
  private final Duration aloneMax;
  private final Subscriptions subscriptions;
  private final Publisher publisher;
  private final NamedCalls named;

  /**
   * Begins to publish.
   *
   * @param gate says who may subscribe
   * @param zone of the times it tells
   * @param queueMax events that wait for one subscriber
   * @param loops publish, beside serving connections
   */
  public PubSubHandler(Gate gate, EventLog eventLog, ZoneId zone, int queueMax, Loops loops) {
    this(gate, eventLog, new Terms(zone, queueMax, ALONE_MAX, SubscriptionIds.RANDOM), loops);
  }

  PubSubHandler(Gate gate, EventLog eventLog, Terms terms, Loops loops) {
    this.gate = gate;
    this.eventLog = eventLog;
    this.zone = terms.zone();
    this.aloneMax = terms.aloneMax();
    long sequence = eventLog.view().sequence();
    named = new NamedCalls(gate, eventLog, zone);
    subscriptions = new Subscriptions(terms.queueMax(), terms.ids(), sequence);
    publisher = new Publisher(eventLog, subscriptions, loops.next(), sequence);
  }

  /**
   * What subscriptions are like.
   *
   * @param zone of the times that are told
   * @param queueMax events that wait for one subscriber
   * @param aloneMax how long a connection that says no more is told what happens
   * @param ids gives each its number
   */
  record Terms(ZoneId zone, int queueMax, Duration aloneMax, LongSupplier ids) {}

  /** How many subscriptions there are now. */
  public int size() {
    return subscriptions.size() + named.size();
  }

  /** Events that slow subscribers missed. */
  public long dropped() {
    return subscriptions.dropped();
  }

  @Override
  public byte[] refusal(String why) {
    return FramedCalls.refusal(why);
  }

  @Override
  public Protocol begin(Connection connection) {
    return new Calls(connection);
  }

  /** The calls of one connection, and what it is told. */
  private final class Calls implements Protocol, FramedCalls.Answers {
    private final FramedCalls calls;
    private final EventSender sender;
    private final Requester requester;

    Calls(Connection connection) {
      calls = new FramedCalls(connection, this);
      requester = Requester.at("pubsub", connection.address());
      sender = new EventSender(connection, eventLog, zone, subscriptions, named);
    }

    @Override
    public Next receive(boolean mayWait) {
      return calls.receive(mayWait);
    }

    @Override
    public boolean isBehind() {
      return sender.isReplaying();
    }

    /** Old events may be on disk. */
    @Override
    public void catchUp() {
      sender.replay();
    }

    /** What changes a position waits for the ledger, old events for the disk. */
    @Override
    public boolean waits(RpcRequest call) {
      return switch (call.method()) {
        case "ack", "forget" -> true;
        case "subscribe" -> !eventLog.isCurrent() || call.args().size() > 1;
        case "getSequence" -> !eventLog.isCurrent();
        default -> false;
      };
    }

    @Override
    public boolean tell() {
      return sender.tell();
    }

    /** Clients of the campus smart parking finder say no more after they have subscribed. */
    @Override
    public Duration listensOnMax() {
      return sender.size() == 0 ? Duration.ZERO : aloneMax;
    }

    @Override
    public void over() {
      sender.close();
    }

    @Override
    public byte[] answer(RpcRequest call) {
      if (call.wrong() != null) {
        return RpcAnswer.error(call.id(), call.wrong());
      }
      try {
        var action = call.method().equals("getSequence") ? Action.READ : Action.SUBSCRIBE;
        gate.ask(requester.asks(action, call.method()));
        return answerAllowed(call);
      } catch (DeniedException e) {
        return RpcAnswer.error(call.id(), "denied: " + e.reason());
      } catch (UnavailableException e) {
        return RpcAnswer.error(call.id(), "unavailable: " + e.getMessage());
      } catch (GapException e) {
        return RpcAnswer.error(call.id(), "gap: " + e.getMessage());
      } catch (IllegalArgumentException e) {
        return RpcAnswer.error(call.id(), String.valueOf(e.getMessage()));
      }
    }

    private byte[] answerAllowed(RpcRequest call)
        throws DeniedException, UnavailableException, GapException {
      return switch (call.method()) {
        case "subscribe" -> {
          long id =
              isNamed(call) ? subscribeByName(call, sender, requester) : subscribe(call, sender);
          yield RpcAnswer.result(call.id(), Long.toString(id));
        }
        case "ack" -> {
          acknowledge(call);
          yield RpcAnswer.result(call.id(), "true");
        }
        case "forget" -> {
          named.forget(requester, name(call, 0));
          yield RpcAnswer.result(call.id(), "true");
        }
        case "getSequence" -> sequence(call);
        case "unsubscribe" -> unsubscribe(call, sender);
        default -> RpcAnswer.error(call.id(), "Unknown method: " + call.method());
      };
    }

    private void acknowledge(RpcRequest call) throws DeniedException, UnavailableException {
      if (call.args().size() < 2) {
        throw new IllegalArgumentException("Missing sub_id or sequence argument");
      }
      var id = call.args().get(0);
      var sequence = call.args().get(1);
      if (!id.isIntegralNumber()) {
        throw new IllegalArgumentException("sub_id must be a whole number");
      }
      if (!isSequence(sequence)) {
        throw new IllegalArgumentException("sequence must be the sequence number of an event");
      }
      var subscription = id.canConvertToLong() ? sender.named(id.longValue()) : null;
      if (subscription == null) {
        throw new IllegalArgumentException("Unknown subscription");
      }
      named.acknowledge(requester, subscription, sequence.longValue());
    }
  }

  private static boolean isNamed(RpcRequest call) {
    return call.args().size() > 2 && !call.args().get(2).isNull();
  }

  private static boolean isSequence(JsonNode asked) {
    return asked.isIntegralNumber() && asked.canConvertToLong() && asked.longValue() >= 0;
  }

  private static String name(RpcRequest call, int at) {
    if (call.args().size() <= at) {
      throw new IllegalArgumentException("Missing name argument");
    }
    var name = call.text(at);
    if (name == null) {
      throw new IllegalArgumentException("name must be a string");
    }
    return name;
  }

  /** A name that is new begins after the event that is given, or with the next one. */
  private long subscribeByName(RpcRequest call, EventSender sender, Requester requester)
      throws DeniedException, UnavailableException, GapException {
    checkSubscriptions(sender);
    eventLog.catchUp();
    var since = call.args().get(1);
    Long after = since.isNull() ? null : (Long) since(since);
    var lots = lots(call.args().getFirst());
    return sender.subscribe(requester, new NamedCalls.Ask(name(call, 2), lots, after));
  }

  private static void checkSubscriptions(EventSender sender) {
    if (sender.size() >= SUBSCRIPTIONS_MAX) {
      throw new IllegalArgumentException(
          "this connection has %d subscriptions, which is the limit".formatted(SUBSCRIPTIONS_MAX));
    }
  }

  private long subscribe(RpcRequest call, EventSender sender)
      throws UnavailableException, GapException {
    if (call.args().isEmpty()) {
      throw new IllegalArgumentException("Missing lot_id argument");
    }
    checkSubscriptions(sender);
    eventLog.catchUp();
    var lots = lots(call.args().getFirst());
    if (call.args().size() == 1) {
      return sender.subscribe(lots, OptionalLong.empty());
    }
    long since = since(call.args().get(1));
    try {
      eventLog.after(since, 1, 0); // says if they are no longer kept
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("the server is stopping", false);
    }
    return sender.subscribe(lots, OptionalLong.of(since));
  }

  /** A bare number is taken for one of this history: old clients know no other. */
  private long since(JsonNode asked) throws GapException {
    if (isSequence(asked)) {
      return asked.longValue();
    }
    EventToken token;
    try {
      token = EventToken.parse(asked.isString() ? asked.stringValue() : "");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("since must be the sequence number of an event", e);
    }
    if (!token.isOf(eventLog.view())) {
      throw new GapException(
          "%s is of another history, the events here are of %s"
              .formatted(token, eventLog.view().history()));
    }
    return token.sequence();
  }

  /**
   * The number of the newest event, or its token if that is asked for: who subscribes from there
   * misses nothing from now on.
   */
  private byte[] sequence(RpcRequest call) {
    try {
      eventLog.catchUp();
      var newest = EventToken.of(eventLog.view());
      boolean token = !call.args().isEmpty() && "token".equals(call.text(0));
      return RpcAnswer.result(
          call.id(), token ? PythonJson.text(newest.toString()) : Long.toString(newest.sequence()));
    } catch (UnavailableException e) {
      return RpcAnswer.error(call.id(), "unavailable: " + e.getMessage());
    }
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
      if (eventLog.view().lot(lot) != null) {
        return lot;
      }
    } catch (IllegalArgumentException _) {
      // no lot can have that id
    }
    throw new IllegalArgumentException("Unknown lot: " + id);
  }

  private byte[] unsubscribe(RpcRequest call, EventSender sender) {
    if (call.args().isEmpty()) {
      return RpcAnswer.error(call.id(), "Missing sub_id argument");
    }
    var id = call.args().getFirst();
    if (!id.isIntegralNumber()) {
      return RpcAnswer.error(call.id(), "sub_id must be a whole number");
    }
    return id.canConvertToLong()
            && (sender.unsubscribe(id.longValue())
                || subscriptions.leave(id.longValue())
                || named.end(id.longValue()))
        ? RpcAnswer.result(call.id(), "true")
        : RpcAnswer.error(call.id(), "false", "Unknown subscription");
  }

  /** Publishes no more; close the port before. */
  @Override
  public void close() {
    publisher.close();
    named.close();
  }
}
