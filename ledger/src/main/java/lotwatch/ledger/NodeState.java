package lotwatch.ledger;

import java.time.Instant;

/**
 * What is saved of one node that is there.
 *
 * @param page where its page is
 * @param address where the other nodes reach it
 * @param since when it came
 * @param heardAt when it last said that it is there
 * @param behind how many events it had not yet applied then
 * @param workerStatus how its workers did then
 */
public record NodeState(
    NodeId id,
    String page,
    String address,
    Instant since,
    Instant heardAt,
    long behind,
    WorkerStatus workerStatus)
    implements LedgerState.Part {}
