package lotwatch.ledger;

import java.util.Map;
import java.util.TreeMap;
import lotwatch.ledger.Command.Hear;
import lotwatch.ledger.Command.Report;
import lotwatch.ledger.Event.SpacesReported;
import lotwatch.ledger.LedgerState.ReportState;
import lotwatch.ledger.LedgerState.ServiceState;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Refused;

/** What others say: how many spaces they see somewhere, and that they are there. */
final class Reports {
  private final Ledger ledger;
  final Map<String, ReportState> reports = new TreeMap<>();
  final Map<String, ServiceState> services = new TreeMap<>();

  Reports(Ledger ledger) {
    this.ledger = ledger;
  }

  Outcome report(Report report) {
    if (!reports.containsKey(report.reporter()) && reports.size() >= Limits.REPORTERS_MAX) {
      return new Refused(
          Reason.LIMIT, "reporters are %d, which is the limit".formatted(Limits.REPORTERS_MAX));
    }
    adopt(
        new ReportState(
            report.reporter(), report.location(), report.available(), report.reportedAt()));
    ledger.happen(new SpacesReported(report.reporter(), report.location(), report.available()));
    ledger.countAvailable(report.location(), report.available());
    return new Accepted();
  }

  Outcome hear(Hear hear) {
    if (!services.containsKey(hear.service()) && services.size() >= Limits.SERVICES_MAX) {
      return new Refused(
          Reason.LIMIT, "services are %d, which is the limit".formatted(Limits.SERVICES_MAX));
    }
    adopt(new ServiceState(hear.service(), hear.status(), hear.heardAt()));
    return new Accepted();
  }

  void adopt(ReportState report) {
    reports.put(report.reporter(), report);
    ledger.draw(report);
  }

  void adopt(ServiceState service) {
    services.put(service.service(), service);
    ledger.draw(service);
  }
}
