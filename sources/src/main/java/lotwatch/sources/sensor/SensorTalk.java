package lotwatch.sources.sensor;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.LongAdder;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.Journal;
import lotwatch.ledger.UnavailableException;
import lotwatch.sources.rpc.Reader;
import lotwatch.tcp.Caller;
import lotwatch.tcp.Lines;
import lotwatch.tcp.Output;
import lotwatch.tcp.Talk;
import lotwatch.tcp.Words;

/**
 * Hears sensors. A bare {@code UPDATE} is acknowledged when it is in the queue, and waits for room
 * there; one with a sensor and a number, and {@code SET}, when it is committed.
 */
public final class SensorTalk implements Talk, AutoCloseable {
  /** Answers of one connection that may wait for the ledger while further lines are read. */
  static final int PENDING_MAX = 256;

  /** How long an answer waits for the ledger. */
  static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(10);

  private static final System.Logger LOG = System.getLogger(SensorTalk.class.getName());
  private static final byte[] ACK = line(Ack.DONE);
  private static final byte[] TOO_LONG =
      line("ERROR: line is too long, the limit is %d bytes".formatted(Lines.LINE_BYTES_MAX));

  private final Journal journal;
  private final Duration answerWaitMax;
  private final Lanes lanes;
  private final Reader.Lots lots = new Reader.Lots();
  private final LongAdder malformed = new LongAdder();

  /** Puts what sensors say into the inbox; lots are looked up in the journal's picture. */
  public SensorTalk(Inbox inbox, Journal journal) {
    this(inbox, journal, ANSWER_WAIT_MAX, Lanes.DRAIN_MAX);
  }

  SensorTalk(Inbox inbox, Journal journal, Duration answerWaitMax, Duration drainMax) {
    this.journal = journal;
    this.answerWaitMax = answerWaitMax;
    lanes = new Lanes(inbox, drainMax);
  }

  /** Lines that are no update, or of a lot that there is not. */
  public long malformed() {
    return malformed.sum();
  }

  /** Updates that the ledger did not take, such as of a lot that cameras watch. */
  public long refused() {
    return lanes.refused();
  }

  /** Updates of which nobody knows whether they were counted: a leader was lost meanwhile. */
  public long uncertain() {
    return lanes.uncertain();
  }

  /** Updates that wait for the ledger now. */
  public int waiting() {
    return lanes.waiting();
  }

  @Override
  public byte[] refusal(String why) {
    return line("ERROR: " + why);
  }

  @Override
  public void serve(Caller caller) throws IOException {
    var lines = new Lines(caller);
    var words = new Words();
    var reader = new Reader(journal, lots, caller.input());
    var out = caller.output();
    var pending = new ArrayDeque<Ack>();
    var complained = false;
    while (true) {
      if (pending.size() >= PENDING_MAX || !lines.isReady()) {
        answer(pending, out);
      }
      switch (lines.next(words)) {
        case LINE -> {
          try {
            hear(words, reader, out, pending);
          } catch (IllegalArgumentException e) {
            malformed.increment();
            if (!complained) {
              complained = true;
              LOG.log(WARNING, "{0} sends what is no update: {1}", caller, e.getMessage());
            }
            tell(Spoken.isBare(words) ? Ack.DONE : "ERROR: " + e.getMessage(), out, pending);
          }
        }
        case TOO_LONG -> {
          answer(pending, out);
          out.write(TOO_LONG);
        }
        case ENDLESS -> {
          answer(pending, out);
          out.write(TOO_LONG);
          caller.hangUp();
          return;
        }
        case END -> {
          answer(pending, out);
          return;
        }
      }
    }
  }

  private void hear(Words words, Reader reader, Output out, Deque<Ack> pending) throws IOException {
    if (words.count() == 0) {
      return;
    }
    var spoken = Spoken.of(words);
    boolean bare = Spoken.isBare(words);
    try {
      if (!reader.knows(spoken.lot())) {
        throw new IllegalArgumentException("Unknown lot");
      }
    } catch (UnavailableException e) {
      if (!bare) {
        tell("ERROR: unavailable: " + e.getMessage(), out, pending);
        return;
      } // the ledger will know the lot when it is back
    }
    var ack = bare ? null : new Ack();
    carry(new Update(spoken.command(), spoken.request(), ack), spoken, out);
    if (ack == null) {
      tell(Ack.DONE, out, pending);
    } else {
      pending.add(ack);
    }
  }

  private void carry(Update update, Spoken spoken, Output out) throws IOException {
    if (lanes.offer(spoken.lot(), update)) {
      return;
    }
    out.flush(); // those who wait for what is done already need not wait with us
    try {
      lanes.put(spoken.lot(), update);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the door closes", e);
    }
  }

  /** Answers go out in the order of the lines. */
  private static void tell(String answer, Output out, Deque<Ack> pending) throws IOException {
    if (!pending.isEmpty()) {
      pending.add(Ack.of(answer));
    } else if (answer.equals(Ack.DONE)) {
      out.write(ACK);
    } else {
      out.write(line(answer));
    }
  }

  private void answer(Deque<Ack> pending, Output out) throws IOException {
    for (var ack = pending.poll(); ack != null; ack = pending.poll()) {
      out.write(line(ack.await(answerWaitMax)));
    }
  }

  private static byte[] line(String text) {
    return (text + "\n").getBytes(UTF_8);
  }

  /** Carries what waits into the ledger, within a bound; close the door before. */
  @Override
  public void close() {
    lanes.close();
  }
}
