package lotwatch.ledger;

import java.time.Instant;

/** The newest report of one reporter. */
public record ReportState(String reporter, String location, int available, Instant reportedAt)
    implements LedgerState.Part {}
