package lotwatch.recordings.work;

import lotwatch.ledger.Order;
import lotwatch.ledger.TaskId;

/**
 * A task that a worker has.
 *
 * @param token under which it is leased
 * @param order what is to be done
 */
public record LeasedTask(TaskId id, String token, Order order) {}
