package lotwatch.replica;

import java.time.Duration;
import java.util.function.Consumer;
import lotwatch.ledger.Entry;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.CorruptException;
import lotwatch.wire.Forwarded;
import lotwatch.wire.Forwarded.MovedException;
import lotwatch.wire.proto.Submit;
import lotwatch.wire.proto.Submitted;

/** Commands on their way from a node that does not lead to the leader. */
final class Forwarding {
  private final PeerClient calls;
  private final Duration waitMax;

  /** What a node does with a command that another sent. */
  @FunctionalInterface
  interface Here {
    /** Has it answered, without waiting. */
    void submit(Entry entry, Pending.Asker asker);
  }

  /**
   * @param waitMax how long to wait for an answer
   */
  Forwarding(PeerClient calls, Duration waitMax) {
    this.calls = calls;
    this.waitMax = waitMax;
  }

  /**
   * Sends a command to a node.
   *
   * @param leader {@code HOST:PORT}
   * @throws UnavailableException if it could not answer
   * @throws MovedException if it does not lead, or gives no answer
   */
  Outcome submit(Entry entry, String leader) throws UnavailableException, MovedException {
    try {
      var answer = calls.ask(leader, PeerQuestion.SUBMIT, Forwarded.submit(entry), waitMax);
      return Forwarded.outcome(answer);
    } catch (PeerClient.NoAnswerException e) {
      throw new MovedException("the leader does not answer: " + e.getMessage(), true);
    } catch (CorruptException e) {
      throw new UnavailableException("the leader's answer cannot be read: " + e.getMessage(), true);
    }
  }

  /** Answers a node that sent a command, once there is an answer. */
  static void answer(Submit question, Here here, Consumer<Submitted> answer) {
    try {
      here.submit(Forwarded.entry(question), new RemoteAsker(answer));
    } catch (CorruptException e) {
      answer.accept(
          Forwarded.none(
              new UnavailableException("the command cannot be read: " + e.getMessage(), false)));
    }
  }

  private record RemoteAsker(Consumer<Submitted> answer) implements Pending.Asker {
    @Override
    public void committed(Outcome outcome) {
      answer.accept(Forwarded.answer(outcome));
    }

    @Override
    public void unavailable(UnavailableException why) {
      answer.accept(Forwarded.none(why));
    }

    @Override
    public void moved(MovedException why) {
      answer.accept(Forwarded.none(why));
    }
  }
}
