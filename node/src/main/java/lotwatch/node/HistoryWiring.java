package lotwatch.node;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import lotwatch.gateway.auth.AuditLog;
import lotwatch.ledger.Inbox;
import lotwatch.node.config.Config;
import lotwatch.projections.history.SqlHistory;
import lotwatch.projections.history.SqlHistory.Origin;
import lotwatch.replica.Replica;

/** Where the history meets the ledger that it is written from. */
final class HistoryWiring {
  private HistoryWiring() {}

  /** The history of a node, which is not begun yet. */
  static SqlHistory of(
      Config config, Replica replica, Inbox inbox, InstantSource clock, MeterRegistry registry) {
    var history =
        new SqlHistory(
            config.history(),
            new Origin(
                config.replica().name(),
                config.node().data(),
                replica,
                inbox,
                replica::leading,
                replica.histories(),
                AuditLog.AUDIT_FILES_MAX,
                clock));
    replica.serve(history);
    Gauge.builder("lotwatch.history.behind", history, SqlHistory::behind)
        .description("events that are not in the history yet")
        .register(registry);
    Gauge.builder("lotwatch.history.failing", history, it -> it.isFailing() ? 1 : 0)
        .description("1 while the history cannot be written")
        .register(registry);
    Gauge.builder("lotwatch.history.gaps", history, SqlHistory::gaps)
        .description("how often the history lost events for ever since the start")
        .register(registry);
    return history;
  }
}
