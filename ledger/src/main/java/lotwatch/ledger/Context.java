package lotwatch.ledger;

import java.time.Instant;

/** What the ledger lends its aggregates while an entry is applied. */
interface Context {
  /** The ledger's time. */
  Instant now();

  /** The rules in force. */
  Policy policy();

  /** The version of which commands are taken now. */
  int version();

  /** The number of the last event. */
  long sequence();

  /**
   * Says that something happened.
   *
   * @return the number of the event
   */
  long emit(Event.Change change);

  /** Lets something happen by itself later. */
  void schedule(Deadline deadline);

  /** Takes that back; nothing if it was not scheduled. */
  void unschedule(Deadline deadline);
}
