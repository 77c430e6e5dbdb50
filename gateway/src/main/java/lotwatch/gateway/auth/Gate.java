package lotwatch.gateway.auth;

import lotwatch.gateway.auth.Decision.Allowed;
import lotwatch.gateway.auth.Decision.Denied;
import lotwatch.ledger.Command;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Held;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.Outcome.Seen;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.UnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The only way from a protocol to the ledger: it asks whether somebody may do what they ask, and
 * records what came of it. What is only read is recorded when it is denied.
 */
public final class Gate {
  private final Inbox inbox;
  private final Authorizer authorizer;
  private final Audit audit;

  /** Lets through to {@code inbox} what the authorizer allows. */
  public Gate(Inbox inbox, Authorizer authorizer, Audit audit) {
    this.inbox = inbox;
    this.authorizer = authorizer;
    this.audit = audit;
  }

  /**
   * A change that is no command of the ledger.
   *
   * @param <E> says that it is refused
   */
  @FunctionalInterface
  public interface Change<E extends Exception> {
    /** Makes it. */
    void make() throws UnavailableException, E;
  }

  /** Passes if it may be done; for what changes nothing. */
  public void ask(Request request) throws DeniedException {
    switch (authorizer.decide(request)) {
      case Allowed _ -> {}
      case Denied denied -> {
        audit.record(request, "DENIED");
        throw new DeniedException(denied.reason());
      }
    }
  }

  /**
   * Submits a command if it may be done, and records what became of it.
   *
   * @param id makes a retry harmless; null if the caller does not retry
   * @see Inbox#submit
   */
  public Outcome submit(Request request, Command command, @Nullable RequestId id)
      throws DeniedException, UnavailableException {
    ask(request);
    var outcome = "FAILED";
    try {
      var answer = inbox.submit(command, named(request, id));
      outcome = told(answer);
      return answer;
    } catch (UnavailableException e) {
      outcome = told(e);
      throw e;
    } finally {
      audit.record(request, outcome);
    }
  }

  /** The same for who cannot wait, see {@link Inbox#submit(Command, RequestId, Inbox.Answer)}. */
  public void submit(Request request, Command command, @Nullable RequestId id, Inbox.Answer answer)
      throws DeniedException {
    ask(request);
    try {
      inbox.submit(command, named(request, id), new Recorded(request, audit, answer));
    } catch (RuntimeException e) {
      audit.record(request, "FAILED");
      throw e;
    }
  }

  /** With who names it, so that one client's requests push out none of another's. */
  private static @Nullable RequestId named(Request request, @Nullable RequestId id) {
    return id == null ? null : id.from(request.client());
  }

  /** Records what became of a command before it is told. */
  private record Recorded(Request request, Audit audit, Inbox.Answer answer)
      implements Inbox.Answer {
    @Override
    public void committed(Outcome outcome) {
      audit.record(request, told(outcome));
      answer.committed(outcome);
    }

    @Override
    public void unavailable(UnavailableException why) {
      audit.record(request, told(why));
      answer.unavailable(why);
    }
  }

  /** Makes a change that is no command, if it may be made, and records what became of it. */
  public <E extends Exception> void make(Request request, Change<E> change)
      throws DeniedException, UnavailableException, E {
    ask(request);
    var outcome = "FAILED";
    try {
      change.make();
      outcome = "ACCEPTED";
    } catch (UnavailableException e) {
      outcome = "UNAVAILABLE";
      throw e;
    } finally {
      audit.record(request, outcome);
    }
  }

  private static String told(UnavailableException why) {
    return why.mayBeApplied() ? "UNCERTAIN" : "UNAVAILABLE";
  }

  private static String told(Outcome outcome) {
    return switch (outcome) {
      case Accepted _ -> "ACCEPTED";
      case Held _ -> "HELD";
      case Seen _ -> "SEEN";
      case Rejected no -> "REJECTED " + no.reason();
    };
  }
}
