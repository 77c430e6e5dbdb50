package lotwatch.gateway;

import lotwatch.ledger.Command;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.UnavailableException;
import org.jspecify.annotations.Nullable;

/** An inbox that may wait, and does that in a thread for each command where nobody else may. */
public record SlowInbox(Inbox inbox) implements Inbox {
  @Override
  public Outcome submit(Command command, @Nullable RequestId request) throws UnavailableException {
    return inbox.submit(command, request);
  }

  @Override
  public void submit(Command command, @Nullable RequestId request, Answer answer) {
    Thread.ofVirtual().start(() -> Inbox.super.submit(command, request, answer));
  }
}
