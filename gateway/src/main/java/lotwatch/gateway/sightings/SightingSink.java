package lotwatch.gateway.sightings;

import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.auth.Request;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.SessionCommand.See;
import lotwatch.ledger.UnavailableException;
import org.jspecify.annotations.Nullable;

/** Takes sightings whose plates are as sessions have them, and answers when they are safe. */
public interface SightingSink {
  /**
   * Takes a batch.
   *
   * @param id makes a retry harmless; null if the sender does not retry
   * @return how many counted, as far as that is known here, or why none
   */
  Outcome take(Request request, See batch, @Nullable RequestId id)
      throws DeniedException, UnavailableException;

  /** Whether it takes recordings, which have a clock of their own. */
  boolean takesRecordings();

  /** Into the ledger, which makes sessions of them. */
  static SightingSink ledger(Gate gate) {
    return new SightingSink() {
      @Override
      public Outcome take(Request request, See batch, @Nullable RequestId id)
          throws DeniedException, UnavailableException {
        return gate.submit(request, batch, id);
      }

      @Override
      public boolean takesRecordings() {
        return true;
      }
    };
  }
}
