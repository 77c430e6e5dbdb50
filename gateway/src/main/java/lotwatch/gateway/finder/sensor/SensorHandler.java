package lotwatch.gateway.finder.sensor;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
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
import lotwatch.ledger.UnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Hears sensors. A bare {@code UPDATE} is acknowledged when it is in the queue, and waits for room
 * there; one with a sensor and a number, and {@code SET}, when it is committed.
 */
public final class SensorHandler implements Handler, AutoCloseable {
  /** Answers of one connection that may wait for the ledger while further lines are read. */
  static final int PENDING_MAX = 256;

  /** Sensors of one connection that are remembered to have begun to number. */
  static final int SENSORS_MAX = 1_000;

  /** How long an answer waits for the ledger. */
  static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(10);

  private static final System.Logger LOG = System.getLogger(SensorHandler.class.getName());
  private static final byte[] ACK = line(Ack.DONE);
  private static final String LINE_TOO_LONG =
      "ERROR: line is too long, the limit is %d bytes".formatted(Lines.LINE_BYTES_MAX);

  private final Gate gate;
  private final EventLog eventLog;
  private final Duration answerWaitMax;
  private final Updates updates;
  private final FreshReader.Lots lots = new FreshReader.Lots();
  private final Sequences sequences = new Sequences();
  private final LongAdder malformed = new LongAdder();

  /** Submits what sensors say, where {@code gate} allows it; lots are looked up in the view. */
  public SensorHandler(Gate gate, EventLog eventLog) {
    this(gate, eventLog, ANSWER_WAIT_MAX, Updates.DRAIN_MAX);
  }

  SensorHandler(Gate gate, EventLog eventLog, Duration answerWaitMax, Duration drainMax) {
    this.gate = gate;
    this.eventLog = eventLog;
    this.answerWaitMax = answerWaitMax;
    updates = new Updates(gate, drainMax);
  }

  /** Lines that are no update, or of a lot that there is not. */
  public long malformed() {
    return malformed.sum();
  }

  /** How often a sensor was told that it counts from anew and so would not be counted. */
  public long restarts() {
    return sequences.restarts();
  }

  /** Updates that changed nothing, such as of a lot that cameras watch, or a SET that came late. */
  public long refused() {
    return updates.refused();
  }

  /** Updates of which nobody knows whether they were counted: a leader was lost meanwhile. */
  public long uncertain() {
    return updates.uncertain();
  }

  /** Updates that wait for the ledger now. */
  public int waiting() {
    return updates.waiting();
  }

  @Override
  public byte[] refusal(String why) {
    return line("ERROR: unavailable: " + why);
  }

  @Override
  public Protocol begin(Connection connection) {
    return new Listening(connection);
  }

  /** What one connection says. */
  private final class Listening implements Protocol {
    private final Connection connection;
    private final Requester requester;
    private final Output out;
    private final Lines lines;
    private final LineWords words = new LineWords();
    private final FreshReader reader;

    /**
     * Answers that wait for the ledger, and those after them; empty where waiting is not allowed.
     */
    private final Deque<Ack> pending = new ArrayDeque<>();

    /** The sensors that have numbered something on this connection. */
    private final Set<String> numbering = new HashSet<>();

    private boolean complained;

    Listening(Connection connection) {
      this.connection = connection;
      out = connection.output();
      requester = Requester.at("sensor", connection.address());
      lines = new Lines(connection.input());
      reader = new FreshReader(eventLog, lots, connection.input());
    }

    @Override
    public Next receive(boolean mayWait) {
      var next = read(mayWait);
      answer();
      return next;
    }

    private Next read(boolean mayWait) {
      while (!out.isFull()) {
        if (pending.size() >= PENDING_MAX) {
          answer();
        }
        switch (lines.next(words)) {
          case LINE -> {
            var wait = take(mayWait);
            if (wait != null) {
              connection.input().putBack();
              return wait;
            }
          }
          case TOO_LONG -> tell(LINE_TOO_LONG);
          case ENDLESS -> {
            tell(LINE_TOO_LONG);
            return Next.HANG_UP;
          }
          case MORE -> {
            return Next.LISTEN;
          }
        }
      }
      return Next.SEND;
    }

    /** Takes one line; if it is to be put back, says what has to come first. */
    private @Nullable Next take(boolean mayWait) {
      if (words.count() == 0) {
        return null;
      }
      boolean bare = UpdateLine.isBare(words);
      if (!mayWait && !bare) {
        return Next.WAIT;
      }
      try {
        var spoken = UpdateLine.of(words);
        if (!mayWait && !reader.isFresh() && !reader.hasSeen(spoken.lot())) {
          return Next.WAIT;
        }
        return take(spoken, bare, mayWait);
      } catch (IllegalArgumentException e) {
        malformed.increment();
        if (!complained) {
          complained = true;
          LOG.log(WARNING, "{0} sends what is no update: {1}", connection, e.getMessage());
        }
        tell(bare ? Ack.DONE : "ERROR: " + e.getMessage());
        return null;
      }
    }

    private @Nullable Next take(UpdateLine spoken, boolean bare, boolean mayWait) {
      var asked = requester.asks(Action.COUNT, spoken.lot().value());
      try {
        gate.ask(asked);
        if (!reader.knows(spoken.lot())) {
          throw new IllegalArgumentException("Unknown lot");
        }
      } catch (DeniedException e) {
        tell("ERROR: denied: " + e.reason());
        return null;
      } catch (UnavailableException e) {
        if (!bare) {
          tell("ERROR: unavailable: " + e.getMessage());
          return null;
        } // the ledger will know the lot when it is back
      }
      var number = spoken.numbering();
      if (number != null && number.epoch().isEmpty()) {
        boolean isFirst = !numbering.contains(number.sensor());
        sequences.number(number.sensor(), number.seq(), isFirst, pending.size() + 1);
        if (numbering.size() < SENSORS_MAX) {
          numbering.add(number.sensor());
        }
      }
      var ack = bare ? null : new Ack();
      var update = new Update(asked, spoken.lot(), spoken.command(), number, ack);
      var wait = carry(update, spoken, mayWait);
      if (wait == null && ack != null) {
        pending.add(ack);
      } else if (wait == null) {
        tell(Ack.DONE);
      }
      return wait;
    }

    private @Nullable Next carry(Update update, UpdateLine spoken, boolean mayWait) {
      if (updates.offer(spoken.lot(), update)) {
        return null;
      }
      if (!mayWait) {
        return Next.WAIT;
      }
      if (!out.isEmpty() || !pending.isEmpty()) {
        return Next.SEND; // those who wait for what is done already need not wait with this one
      }
      try {
        return updates.put(spoken.lot(), update) ? null : Next.HANG_UP;
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return Next.HANG_UP; // the port closes
      }
    }

    /** Answers go out in the order of the lines. */
    private void tell(String answer) {
      if (!pending.isEmpty()) {
        pending.add(Ack.of(answer));
      } else if (answer.equals(Ack.DONE)) {
        out.write(ACK);
      } else {
        out.write(line(answer));
      }
    }

    private void answer() {
      for (var ack = pending.poll(); ack != null; ack = pending.poll()) {
        out.write(line(ack.await(answerWaitMax)));
      }
    }
  }

  private static byte[] line(String text) {
    return (text + "\n").getBytes(UTF_8);
  }

  /** Carries what waits into the ledger, within a bound; close the port before. */
  @Override
  public void close() {
    updates.close();
  }
}
