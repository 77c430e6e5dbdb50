package lotwatch.ledger;

import java.time.Instant;

/** One thing that will happen by itself. */
sealed interface Deadline
    permits Reservations.Expiry,
        Cameras.Silence,
        Nodes.Absence,
        Reports.Oblivion,
        Sessions.Timer,
        Blobs.Unused,
        KnownTasks.LeaseEnd,
        KnownTasks.RecheckEnd,
        Workers.Silent {
  Instant at();

  /** Orders deadlines of the same instant, so that every replica meets them alike. */
  String key();
}
