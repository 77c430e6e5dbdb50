package lotwatch.ledger;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.ReportChange.SpacesReported;
import lotwatch.ledger.ReportCommand.Report;
import lotwatch.ledger.ReportCommand.ServiceHeartbeat;

/** What others say: how many spaces they see somewhere, and that they are there. */
final class Reports implements Aggregate {
  private final Context context;
  private final Counters counters;
  private final Map<String, ReportState> reports = new TreeMap<>();
  private final Map<String, ServiceState> services = new TreeMap<>();
  private final ViewMap<String, ReportState> reportsView = new ViewMap<>();
  private final ViewMap<String, ServiceState> servicesView = new ViewMap<>();

  Reports(Context context, Counters counters) {
    this.context = context;
    this.counters = counters;
  }

  Outcome obey(ReportCommand command) {
    return switch (command) {
      case Report report -> report(report);
      case ServiceHeartbeat receive -> receive(receive);
    };
  }

  private Outcome report(Report report) {
    if (!reports.containsKey(report.reporter()) && reports.size() >= ReportCommand.REPORTERS_MAX) {
      return new Rejected(
          Reason.LIMIT,
          "reporters are %d, which is the limit".formatted(ReportCommand.REPORTERS_MAX));
    }
    adopt(
        new ReportState(
            report.reporter(), report.location(), report.available(), report.reportedAt()));
    context.emit(new SpacesReported(report.reporter(), report.location(), report.available()));
    counters.countAvailable(report.location(), report.available());
    return new Accepted();
  }

  private Outcome receive(ServiceHeartbeat receive) {
    if (!services.containsKey(receive.service()) && services.size() >= ReportCommand.SERVICES_MAX) {
      return new Rejected(
          Reason.LIMIT,
          "services are %d, which is the limit".formatted(ReportCommand.SERVICES_MAX));
    }
    adopt(new ServiceState(receive.service(), receive.status(), receive.heardAt()));
    return new Accepted();
  }

  /** Takes a report in, new or saved. */
  void adopt(ReportState report) {
    reports.put(report.reporter(), report);
    reportsView.touch(report.reporter());
  }

  /** Takes a service in, new or saved. */
  void adopt(ServiceState service) {
    services.put(service.service(), service);
    servicesView.touch(service.service());
  }

  @Override
  public Stream<LedgerState.Part> save() {
    return Stream.concat(reports.values().stream(), services.values().stream());
  }

  @Override
  public void draw() {
    reportsView.draw(reports::get);
    servicesView.draw(services::get);
  }

  ViewMap<String, ReportState> reportsView() {
    return reportsView;
  }

  ViewMap<String, ServiceState> servicesView() {
    return servicesView;
  }
}
