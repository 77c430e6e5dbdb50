package lotwatch.gateway.finder.rpc;

import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.auth.Requester;
import lotwatch.gateway.finder.FramedCalls;
import lotwatch.gateway.finder.FreshReader;
import lotwatch.gateway.net.Connection;
import lotwatch.gateway.net.Handler;
import lotwatch.gateway.net.Protocol;
import lotwatch.ledger.Command;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.LotCommand.Cancel;
import lotwatch.ledger.LotCommand.Reserve;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Held;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.Outcome.Seen;
import lotwatch.ledger.Plate;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.UnavailableException;
import lotwatch.records.Fingerprint;
import lotwatch.wire.PlateMatch;
import lotwatch.wire.rpc.PythonJson;
import lotwatch.wire.rpc.RpcAnswer;
import lotwatch.wire.rpc.RpcRequest;
import org.jspecify.annotations.Nullable;

/** Answers framed JSON calls: getLots, getAvailability, reserve and cancel. */
public final class RpcHandler implements Handler {
  /** Characters in a request id. */
  static final int REQUEST_ID_LENGTH_MAX = 64;

  private final Gate gate;
  private final EventLog eventLog;
  private final FreshReader.Lots lots = new FreshReader.Lots();

  /** Answers from the view, and submits what is asked, where {@code gate} allows it. */
  public RpcHandler(Gate gate, EventLog eventLog) {
    this.gate = gate;
    this.eventLog = eventLog;
  }

  @Override
  public byte[] refusal(String why) {
    return FramedCalls.refusal(why);
  }

  @Override
  public Protocol begin(Connection connection) {
    return new Calls(connection);
  }

  /** The calls of one connection. */
  private final class Calls implements Protocol, FramedCalls.Answers {
    private final FramedCalls calls;
    private final Connection connection;
    private final FreshReader reader;
    private final Requester requester;

    Calls(Connection connection) {
      this.connection = connection;
      calls = new FramedCalls(connection, this);
      reader = new FreshReader(eventLog, lots, connection.input());
      requester = Requester.at("rpc", connection.address());
    }

    @Override
    public Next receive(boolean mayWait) {
      return calls.receive(mayWait);
    }

    @Override
    public boolean waits(RpcRequest call) {
      boolean reads = call.method().equals("getLots") || call.method().equals("getAvailability");
      return reads && !reader.isFresh();
    }

    @Override
    public boolean asks(RpcRequest call) {
      return call.method().equals("reserve") || call.method().equals("cancel");
    }

    @Override
    public byte @Nullable [] answer(RpcRequest call) {
      return RpcHandler.this.answer(call, this);
    }
  }

  /** The answer; null if it was asked for and will come. */
  private byte @Nullable [] answer(RpcRequest call, Calls calls) {
    var reader = calls.reader;
    var requester = calls.requester;
    if (call.wrong() != null) {
      return RpcAnswer.error(call.id(), call.wrong());
    }
    try {
      return switch (call.method()) {
        case "getLots" -> {
          gate.ask(requester.asks(Action.READ, "lots"));
          yield RpcAnswer.result(call.id(), PythonJson.lots(reader.view()));
        }
        case "getAvailability" -> availability(call, reader, requester);
        case "reserve", "cancel" -> change(call, calls);
        case "subscribe", "unsubscribe" ->
            RpcAnswer.error(call.id(), "Use pub/sub connection for " + call.method());
        default -> RpcAnswer.error(call.id(), "Unknown method: " + call.method());
      };
    } catch (DeniedException e) {
      return RpcAnswer.error(call.id(), "denied: " + e.reason());
    } catch (UnavailableException e) {
      return unavailable(call, e);
    } catch (IllegalArgumentException e) { // a plate or a request id beyond its limits
      return RpcAnswer.error(call.id(), String.valueOf(e.getMessage()));
    }
  }

  private byte[] availability(RpcRequest call, FreshReader reader, Requester requester)
      throws DeniedException, UnavailableException {
    if (call.args().isEmpty()) {
      return RpcAnswer.error(call.id(), "Missing lot_id argument");
    }
    var id = call.text(0);
    if (id == null) {
      return RpcAnswer.error(call.id(), "lot_id must be a string");
    }
    gate.ask(requester.asks(Action.READ, id));
    var lot = reader.lot(id);
    return lot == null
        ? unknown(call, id)
        : RpcAnswer.result(call.id(), Integer.toString(lot.tally().free()));
  }

  private byte @Nullable [] change(RpcRequest call, Calls calls) throws DeniedException {
    if (call.args().size() < 2) {
      return RpcAnswer.error(call.id(), "Missing arguments");
    }
    var id = call.text(0);
    var plate = call.text(1);
    if (id == null || plate == null) {
      return RpcAnswer.error(call.id(), (id == null ? "lot_id" : "plate") + " must be a string");
    }
    LotId lot = FreshReader.Lots.id(id);
    if (lot == null) {
      return unknown(call, id);
    }
    var holder = new Plate(plate);
    var request = call.args().size() > 2 ? request(call, lot, holder) : null;
    calls.reader.changed();
    boolean reserve = call.method().equals("reserve");
    var asked = calls.requester.asks(reserve ? Action.RESERVE : Action.CANCEL, lot + " " + holder);
    Command command =
        reserve
            ? new Reserve(lot, holder, PlateMatch.of(holder))
            : new Cancel(lot, holder, PlateMatch.of(holder));
    gate.submit(asked, command, request, new FramedAnswer(call, id, calls.connection));
    return null;
  }

  /** Frames what became of a command for who called. */
  private record FramedAnswer(RpcRequest call, String lot, Connection connection)
      implements Inbox.Answer {
    @Override
    public void committed(Outcome outcome) {
      connection.answer(out -> out.frame(answer(call, lot, outcome)));
    }

    @Override
    public void unavailable(UnavailableException why) {
      connection.answer(out -> out.frame(RpcHandler.unavailable(call, why)));
    }
  }

  private static byte[] unavailable(RpcRequest call, UnavailableException why) {
    return RpcAnswer.error(call.id(), "unavailable: " + why.getMessage());
  }

  private static byte[] answer(RpcRequest call, String id, Outcome outcome) {
    return switch (outcome) {
      case Held _, Accepted _, Seen _ -> RpcAnswer.result(call.id(), "true");
      case Rejected rejected ->
          switch (rejected.reason()) {
            case EXISTS, FULL, NOT_KNOWN, NOT_FOUND -> RpcAnswer.result(call.id(), "false");
            case UNKNOWN_LOT -> unknown(call, id);
            case UNKNOWN_CAMERA,
                UNKNOWN_SPOT,
                NOT_COUNTED,
                STALE,
                LIMIT,
                WRONG_REVISION,
                RESERVED ->
                RpcAnswer.error(call.id(), rejected.detail());
          };
    };
  }

  /** The third argument: a retry under the same name has the first one's answer. */
  private static RequestId request(RpcRequest call, LotId lot, Plate plate) {
    var name = call.text(2);
    if (name == null) {
      throw new IllegalArgumentException("request_id must be a string");
    }
    if (name.isBlank()) {
      throw new IllegalArgumentException("request_id is empty");
    }
    if (name.length() > REQUEST_ID_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "request_id has %d characters, the limit is %d"
              .formatted(name.length(), REQUEST_ID_LENGTH_MAX));
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("request_id contains a control character");
    }
    return new RequestId("rpc-" + Fingerprint.of(name, call.method(), lot.value(), plate.text()));
  }

  private static byte[] unknown(RpcRequest call, String lot) {
    return RpcAnswer.error(call.id(), "Unknown lot: " + lot);
  }
}
