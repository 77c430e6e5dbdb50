package lotwatch.gateway.finder.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.auth.Requester;
import lotwatch.gateway.finder.FreshReader;
import lotwatch.gateway.net.Connection;
import lotwatch.gateway.net.Handler;
import lotwatch.gateway.net.LineWords;
import lotwatch.gateway.net.Lines;
import lotwatch.gateway.net.Output;
import lotwatch.gateway.net.Protocol;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Held;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.Outcome.Seen;
import lotwatch.ledger.Plate;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.PlateMatch;
import lotwatch.wire.rpc.PythonJson;
import org.jspecify.annotations.Nullable;

/** Speaks the text protocol: PING, LOTS, AVAIL, RESERVE and CANCEL, a line each. */
public final class TextHandler implements Handler {
  private static final byte[] PONG = line("PONG");
  private static final byte[] OK = line("OK");
  private static final byte[] EXISTS = line("EXISTS");
  private static final byte[] FULL = line("FULL");
  private static final byte[] NOT_FOUND = line("NOT_FOUND");
  private static final byte[] UNKNOWN_LOT = error("Unknown lot");
  private static final byte[] TOO_LONG =
      error("line is too long, the limit is %d bytes".formatted(Lines.LINE_BYTES_MAX));
  private static final byte[] NO_TEXT = error("line is not UTF-8");

  private final Gate gate;
  private final EventLog eventLog;
  private final FreshReader.Lots lots = new FreshReader.Lots();

  /** Answers from the view, and submits what is asked, where {@code gate} allows it. */
  public TextHandler(Gate gate, EventLog eventLog) {
    this.gate = gate;
    this.eventLog = eventLog;
  }

  @Override
  public byte[] refusal(String why) {
    return error("unavailable: " + why);
  }

  @Override
  public Protocol begin(Connection connection) {
    return new Listening(connection);
  }

  /** What one connection says. */
  private final class Listening implements Protocol, Inbox.Answer {
    private final Connection connection;
    private final Requester requester;
    private final Output out;
    private final Lines lines;
    private final LineWords words = new LineWords();
    private final FreshReader reader;

    Listening(Connection connection) {
      this.connection = connection;
      requester = Requester.at("text", connection.address());
      out = connection.output();
      lines = new Lines(connection.input());
      reader = new FreshReader(eventLog, lots, connection.input());
    }

    @Override
    public Next receive(boolean mayWait) {
      while (!out.isFull()) {
        switch (lines.next(words)) {
          case LINE -> {
            boolean changes = words.is(0, "RESERVE") || words.is(0, "CANCEL");
            if (mayWait ? changes : reads() && !reader.isFresh()) {
              connection.input().putBack();
              return mayWait ? Next.SEND : Next.WAIT;
            }
            if (answer()) {
              return Next.ASKED;
            }
          }
          case TOO_LONG -> out.write(TOO_LONG);
          case ENDLESS -> {
            out.write(TOO_LONG);
            return Next.HANG_UP;
          }
          case MORE -> {
            return Next.LISTEN;
          }
        }
      }
      return Next.SEND;
    }

    private boolean reads() {
      return words.is(0, "AVAIL") || words.is(0, "LOTS");
    }

    /** Answers, or tells that it was asked for and will come. */
    private boolean answer() {
      if (words.count() == 0) {
        return false;
      }
      try {
        if (words.is(0, "AVAIL")) {
          avail();
        } else {
          byte[] said = words.isText() ? said() : NO_TEXT;
          if (said == null) {
            return true;
          }
          out.write(said);
        }
      } catch (DeniedException e) {
        out.write(error("denied: " + e.reason()));
      } catch (UnavailableException e) {
        out.write(unavailableLine(e));
      } catch (IllegalArgumentException e) { // a plate beyond the ledger's limits
        out.write(error(String.valueOf(e.getMessage())));
      }
      return false;
    }

    private void avail() throws DeniedException, UnavailableException {
      if (words.count() != 2) {
        out.write(error("AVAIL requires lot_id"));
        return;
      }
      var id = words.text(1);
      gate.ask(requester.asks(Action.READ, id));
      var lot = reader.lot(id);
      if (lot == null) {
        out.write(UNKNOWN_LOT);
      } else {
        out.write(lot.tally().free());
        out.write('\n');
      }
    }

    /** The answer; null if it will come. */
    private byte @Nullable [] said() throws DeniedException, UnavailableException {
      if (words.is(0, "PING")) {
        return PONG; // it says nothing of the campus
      }
      if (words.is(0, "LOTS")) {
        gate.ask(requester.asks(Action.READ, "lots"));
        return line(PythonJson.lots(reader.view()));
      }
      boolean reserve = words.is(0, "RESERVE");
      if (!reserve && !words.is(0, "CANCEL")) {
        return error("Unknown command: " + shown(words.text(0).toUpperCase(Locale.ROOT)));
      }
      var quoted = words.quoted(2);
      boolean open = words.count() > 2 && words.text(2).startsWith("\"");
      if (quoted == null && (open || words.count() != 3)) {
        return error((reserve ? "RESERVE" : "CANCEL") + " requires lot_id and plate");
      }
      LotId lot = FreshReader.Lots.id(words.text(1));
      if (lot == null) {
        return UNKNOWN_LOT;
      }
      var plate = new Plate(quoted == null ? words.text(2) : quoted);
      reader.changed();
      var request = requester.asks(reserve ? Action.RESERVE : Action.CANCEL, lot + " " + plate);
      gate.submit(
          request,
          reserve
              ? new LotCommand.Reserve(lot, plate, PlateMatch.of(plate))
              : new LotCommand.Cancel(lot, plate, PlateMatch.of(plate)),
          null,
          this);
      return null;
    }

    @Override
    public void committed(Outcome outcome) {
      connection.answer(into -> into.write(line(outcome)));
    }

    @Override
    public void unavailable(UnavailableException why) {
      connection.answer(into -> into.write(unavailableLine(why)));
    }
  }

  private static byte[] unavailableLine(UnavailableException why) {
    return error("unavailable: " + why.getMessage());
  }

  private static byte[] line(Outcome outcome) {
    return switch (outcome) {
      case Held _, Accepted _, Seen _ -> OK;
      case Rejected rejected ->
          switch (rejected.reason()) {
            case EXISTS -> EXISTS;
            case FULL, NOT_KNOWN -> FULL;
            case NOT_FOUND -> NOT_FOUND;
            case UNKNOWN_LOT -> UNKNOWN_LOT;
            case UNKNOWN_CAMERA,
                UNKNOWN_SPOT,
                NOT_COUNTED,
                STALE,
                LIMIT,
                WRONG_REVISION,
                RESERVED ->
                error(rejected.detail());
          };
    };
  }

  /** Control characters could move the cursor of whoever reads the answer. */
  private static String shown(String verb) {
    return verb.replaceAll("\\p{Cntrl}", "?");
  }

  private static byte[] error(String what) {
    return line("ERROR: " + what);
  }

  private static byte[] line(String text) {
    return (text + "\n").getBytes(UTF_8);
  }
}
