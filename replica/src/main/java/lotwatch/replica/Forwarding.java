package lotwatch.replica;

import java.time.Duration;
import lotwatch.ledger.Entry;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.CorruptException;
import lotwatch.wire.Forwarded;
import lotwatch.wire.Forwarded.MovedException;
import lotwatch.wire.proto.Submit;
import lotwatch.wire.proto.Submitted;

/** Commands on their way from a member that does not lead to the one that does. */
final class Forwarding {
  private final PeerClient calls;
  private final Duration waitMax;

  /** What a member does with a command that another sent. */
  @FunctionalInterface
  interface Here {
    /**
     * Answers it.
     *
     * @throws MovedException if this member does not lead
     */
    Outcome submit(Entry entry) throws UnavailableException, MovedException;
  }

  /**
   * @param waitMax how long to wait for an answer
   */
  Forwarding(PeerClient calls, Duration waitMax) {
    this.calls = calls;
    this.waitMax = waitMax;
  }

  /**
   * Sends a command to a member.
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

  /** Answers a member that sent a command. */
  static Submitted answer(Submit question, Here here) {
    try {
      return Forwarded.answer(here.submit(Forwarded.entry(question)));
    } catch (UnavailableException e) {
      return Forwarded.none(e);
    } catch (MovedException e) {
      return Forwarded.none(e);
    } catch (CorruptException e) {
      return Forwarded.none(
          new UnavailableException("the command cannot be read: " + e.getMessage(), false));
    }
  }
}
