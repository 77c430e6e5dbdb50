package lotwatch.wire;

import com.google.protobuf.ByteString;
import lotwatch.ledger.Entry;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.proto.Submit;
import lotwatch.wire.proto.Submitted;

/** Commands that one node sends to another, and what became of them. */
public final class Forwarded {
  private static final StrictParser<Submit> SUBMIT =
      new StrictParser<>(Submit.getDefaultInstance());
  private static final StrictParser<Submitted> SUBMITTED =
      new StrictParser<>(Submitted.getDefaultInstance());

  private Forwarded() {}

  /** The other node does not lead. */
  public static final class MovedException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean applied;

    /**
     * @param mayBeApplied whether the command may have been applied all the same
     */
    public MovedException(String message, boolean mayBeApplied) {
      super(message);
      this.applied = mayBeApplied;
    }

    /** Whether the command may have been applied all the same. */
    public boolean mayBeApplied() {
      return applied;
    }
  }

  /** A command as it goes to the leader. */
  public static Submit submit(Entry entry) {
    return Submit.newBuilder().setEntry(ByteString.copyFrom(EntryCodec.bytes(entry))).build();
  }

  /**
   * The command that was sent.
   *
   * @throws CorruptException if it is damaged, of a newer version, or holds a field that we do not
   *     know
   */
  public static Entry entry(Submit submit) throws CorruptException {
    SUBMIT.check(submit);
    return EntryCodec.entry(submit.getEntry().toByteArray());
  }

  /** The answer to it. */
  public static Submitted answer(Outcome outcome) {
    return Submitted.newBuilder().setResult(StateMessages.result(outcome)).build();
  }

  /** There is none. */
  public static Submitted none(UnavailableException why) {
    return none(String.valueOf(why.getMessage()), why.mayBeApplied(), false);
  }

  /** There is none here. */
  public static Submitted none(MovedException why) {
    return none(String.valueOf(why.getMessage()), why.mayBeApplied(), true);
  }

  private static Submitted none(String why, boolean mayBeApplied, boolean moved) {
    var answer = Submitted.newBuilder();
    answer.getUnavailableBuilder().setWhy(why).setMayBeApplied(mayBeApplied).setMoved(moved);
    return answer.build();
  }

  /**
   * What became of a command that was sent.
   *
   * @throws UnavailableException if the leader could not answer
   * @throws MovedException if it was not the leader that was asked
   * @throws CorruptException if the answer is damaged or holds a field that we do not know
   */
  public static Outcome outcome(Submitted answer)
      throws UnavailableException, MovedException, CorruptException {
    SUBMITTED.check(answer);
    return switch (answer.getEndCase()) {
      case RESULT -> StateMessages.outcome(answer.getResult());
      case UNAVAILABLE -> {
        var none = answer.getUnavailable();
        if (none.getMoved()) {
          throw new MovedException(none.getWhy(), none.getMayBeApplied());
        }
        throw new UnavailableException(none.getWhy(), none.getMayBeApplied());
      }
      case END_NOT_SET -> throw new CorruptException("an answer without an end");
    };
  }
}
