package lotwatch.ledger;

import java.time.Duration;
import java.time.Instant;

/** A command that says what somebody outside told us. */
public sealed interface ReportCommand extends Command {
  /** Those that report how many spaces they see. */
  int REPORTERS_MAX = 2_000;

  /** Services that say that they are there. */
  int SERVICES_MAX = 2_000;

  /**
   * Who was silent for so long makes room for somebody new, where there is no room. Version 4. What
   * is saved of a sender holds against what it said before for so long. Version 5.
   */
  Duration EVICT_AFTER = Duration.ofMinutes(1);

  /** Who was silent for so long is forgotten. Version 4. */
  Duration FORGET_AFTER = Duration.ofDays(7);

  /** Characters in a service's name, and in a location or a status that somebody reports. */
  int WORDS_LENGTH_MAX = 200;

  /**
   * Somebody sees so many available spaces somewhere. If a counted lot has the location as its id
   * or name, its count follows. One that comes after a newer one of the same reporter changes
   * nothing, unless that was received more than {@link #EVICT_AFTER} ago.
   *
   * @param reportedAt when it was seen, by the reporter's clock
   */
  record Report(String reporter, String location, int available, Instant reportedAt)
      implements ReportCommand {
    public Report {
      Limits.checked("reporter", reporter, Limits.ID_LENGTH_MAX);
      Limits.checked("location", location, WORDS_LENGTH_MAX);
    }
  }

  /**
   * A service says that it is there.
   *
   * @param heardAt by its own clock, or ours if it gave no time
   */
  record ServiceHeartbeat(String service, String status, Instant heardAt) implements ReportCommand {
    public ServiceHeartbeat {
      Limits.checked("service", service, WORDS_LENGTH_MAX);
      Limits.checked("status", status, WORDS_LENGTH_MAX);
    }
  }
}
