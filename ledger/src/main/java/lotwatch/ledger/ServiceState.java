package lotwatch.ledger;

import java.time.Instant;

/** When a service was last heard, and what it said. */
public record ServiceState(String service, String status, Instant heardAt)
    implements LedgerState.Part {}
