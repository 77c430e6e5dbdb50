package lotwatch.ledger;

import java.util.List;

/**
 * What applying one entry gave.
 *
 * @param events what happened, in order; none when the command was rejected, changed nothing or was
 *     a retry
 */
public record Answer(Outcome outcome, List<Event> events) {
  public Answer {
    events = List.copyOf(events);
  }
}
