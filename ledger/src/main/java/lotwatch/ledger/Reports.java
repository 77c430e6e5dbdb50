package lotwatch.ledger;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.ReportChange.SpacesReported;
import lotwatch.ledger.ReportCommand.Report;
import lotwatch.ledger.ReportCommand.ServiceHeartbeat;
import org.jspecify.annotations.Nullable;

/** What others say: how many spaces they see somewhere, and that they are there. */
final class Reports implements Aggregate {
  /** From this version on those who say nothing any more are forgotten. */
  private static final int FORGETS_VERSION = 4;

  /** From this version on what comes late replaces nothing newer. */
  private static final int ORDERS_VERSION = 5;

  private final Context context;
  private final Counters counters;
  private final Senders<ReportState> reports;
  private final Senders<ServiceState> services;

  /** Who was heard. */
  enum Kind {
    REPORTER,
    SERVICE
  }

  /** Somebody was not heard for {@link ReportCommand#FORGET_AFTER}. */
  record Oblivion(Instant at, Kind kind, String name) implements Deadline {
    @Override
    public String key() {
      return "oblivion " + kind + ' ' + name;
    }
  }

  Reports(Context context, Counters counters) {
    this.context = context;
    this.counters = counters;
    reports =
        new Senders<>(
            context,
            Kind.REPORTER,
            ReportCommand.REPORTERS_MAX,
            ReportState::reporter,
            ReportState::receivedAt);
    services =
        new Senders<>(
            context,
            Kind.SERVICE,
            ReportCommand.SERVICES_MAX,
            ServiceState::service,
            ServiceState::receivedAt);
  }

  Outcome obey(ReportCommand command) {
    return switch (command) {
      case Report report -> report(report);
      case ServiceHeartbeat heartbeat -> receive(heartbeat);
    };
  }

  private Outcome report(Report report) {
    if (!reports.admits(report.reporter(), forgets())) {
      return new Rejected(
          Reason.LIMIT,
          "reporters are %d, which is the limit".formatted(ReportCommand.REPORTERS_MAX));
    }
    var before = reports.one(report.reporter());
    if (before != null && isLate(report.reportedAt(), before.reportedAt(), before.receivedAt())) {
      return new Accepted();
    }
    reports.put(
        new ReportState(
            report.reporter(),
            report.location(),
            report.available(),
            report.reportedAt(),
            receivedNow()));
    context.emit(new SpacesReported(report.reporter(), report.location(), report.available()));
    counters.countAvailable(report.location(), report.available());
    return new Accepted();
  }

  private Outcome receive(ServiceHeartbeat heartbeat) {
    if (!services.admits(heartbeat.service(), forgets())) {
      return new Rejected(
          Reason.LIMIT,
          "services are %d, which is the limit".formatted(ReportCommand.SERVICES_MAX));
    }
    var before = services.one(heartbeat.service());
    if (before != null && isLate(heartbeat.heardAt(), before.heardAt(), before.receivedAt())) {
      return new Accepted();
    }
    services.put(
        new ServiceState(
            heartbeat.service(), heartbeat.status(), heartbeat.heardAt(), receivedNow()));
    return new Accepted();
  }

  /**
   * Whether a sender said this before what is saved. One whose clock was set back is believed again
   * when it has said nothing newer for {@link ReportCommand#EVICT_AFTER}.
   */
  private boolean isLate(Instant said, Instant saidBefore, @Nullable Instant receivedBefore) {
    return context.version() >= ORDERS_VERSION
        && said.isBefore(saidBefore)
        && receivedBefore != null
        && !context.now().isAfter(receivedBefore.plus(ReportCommand.EVICT_AFTER));
  }

  private boolean forgets() {
    return context.version() >= FORGETS_VERSION;
  }

  private @Nullable Instant receivedNow() {
    return forgets() ? context.now() : null;
  }

  /**
   * The version was raised: those whom older versions would have kept for ever grow old as well.
   */
  void date() {
    if (!forgets()) {
      return;
    }
    for (var report : List.copyOf(reports.all())) {
      if (report.receivedAt() == null) {
        reports.put(
            new ReportState(
                report.reporter(),
                report.location(),
                report.available(),
                report.reportedAt(),
                context.now()));
      }
    }
    for (var service : List.copyOf(services.all())) {
      if (service.receivedAt() == null) {
        services.put(
            new ServiceState(
                service.service(), service.status(), service.heardAt(), context.now()));
      }
    }
  }

  void forget(Oblivion oblivion) {
    switch (oblivion.kind()) {
      case REPORTER -> reports.forget(oblivion.name());
      case SERVICE -> services.forget(oblivion.name());
    }
  }

  /** Takes a saved report in. */
  void adopt(ReportState report) {
    reports.put(report);
  }

  /** Takes a saved service in. */
  void adopt(ServiceState service) {
    services.put(service);
  }

  @Override
  public Stream<LedgerState.Part> save() {
    return Stream.concat(reports.all().stream(), services.all().stream());
  }

  @Override
  public void draw() {
    reports.draw();
    services.draw();
  }

  ViewMap<String, ReportState> reportsView() {
    return reports.view();
  }

  ViewMap<String, ServiceState> servicesView() {
    return services.view();
  }
}
