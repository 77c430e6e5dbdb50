package lotwatch.wire;

import lotwatch.ledger.Entry;
import lotwatch.ledger.Event;
import lotwatch.ledger.ReportChange;
import lotwatch.ledger.ReportCommand;
import lotwatch.ledger.ReportState;
import lotwatch.ledger.ServiceState;
import lotwatch.wire.proto.ReportHappened;
import lotwatch.wire.proto.ReportLine;
import lotwatch.wire.proto.ReportSaved;
import lotwatch.wire.proto.ServiceSaved;

/** What others tell us: commands, events and saved state as messages and back. */
final class ReportCodec {
  private ReportCodec() {}

  static ReportLine line(ReportCommand command) {
    var line = ReportLine.newBuilder();
    switch (command) {
      case ReportCommand.Report report ->
          line.getReportBuilder()
              .setReporter(report.reporter())
              .setLocation(report.location())
              .setAvailable(report.available())
              .setReportedAt(Terms.time(report.reportedAt()));
      case ReportCommand.ServiceHeartbeat receive ->
          line.getServiceHeartbeatBuilder()
              .setService(receive.service())
              .setStatus(receive.status())
              .setHeardAt(Terms.time(receive.heardAt()));
    }
    return line.build();
  }

  static Entry entry(ReportLine line) throws CorruptException {
    return Terms.entry(
        line.getAt(), line.hasRequest(), line.getRequest(), line.getClient(), command(line));
  }

  private static ReportCommand command(ReportLine line) throws CorruptException {
    return switch (line.getCommandCase()) {
      case REPORT -> {
        var report = line.getReport();
        yield new ReportCommand.Report(
            report.getReporter(),
            report.getLocation(),
            report.getAvailable(),
            Terms.time(report.getReportedAt()));
      }
      case SERVICE_HEARTBEAT -> {
        var receive = line.getServiceHeartbeat();
        yield new ReportCommand.ServiceHeartbeat(
            receive.getService(), receive.getStatus(), Terms.time(receive.getHeardAt()));
      }
      case COMMAND_NOT_SET -> throw new CorruptException("a line without a command");
    };
  }

  static ReportHappened happened(ReportChange change) {
    var to = ReportHappened.newBuilder();
    switch (change) {
      case ReportChange.SpacesReported reported ->
          to.getSpacesReportedBuilder()
              .setReporter(reported.reporter())
              .setLocation(reported.location())
              .setAvailable(reported.available());
    }
    return to.build();
  }

  static Event event(ReportHappened happened) throws CorruptException {
    return new Event(happened.getSequence(), Terms.time(happened.getAt()), change(happened));
  }

  private static ReportChange change(ReportHappened happened) throws CorruptException {
    return switch (happened.getChangeCase()) {
      case SPACES_REPORTED -> {
        var reported = happened.getSpacesReported();
        yield new ReportChange.SpacesReported(
            reported.getReporter(), reported.getLocation(), reported.getAvailable());
      }
      case CHANGE_NOT_SET -> throw new CorruptException("an event without a change");
    };
  }

  static ReportSaved saved(ReportState report) {
    var to =
        ReportSaved.newBuilder()
            .setReporter(report.reporter())
            .setLocation(report.location())
            .setAvailable(report.available())
            .setReportedAt(Terms.time(report.reportedAt()));
    if (report.receivedAt() != null) {
      to.setReceivedAt(Terms.time(report.receivedAt()));
    }
    return to.build();
  }

  static ReportState state(ReportSaved report) {
    return new ReportState(
        report.getReporter(),
        report.getLocation(),
        report.getAvailable(),
        Terms.time(report.getReportedAt()),
        report.hasReceivedAt() ? Terms.time(report.getReceivedAt()) : null);
  }

  static ServiceSaved saved(ServiceState service) {
    var to =
        ServiceSaved.newBuilder()
            .setService(service.service())
            .setStatus(service.status())
            .setHeardAt(Terms.time(service.heardAt()));
    if (service.receivedAt() != null) {
      to.setReceivedAt(Terms.time(service.receivedAt()));
    }
    return to.build();
  }

  static ServiceState state(ServiceSaved service) {
    return new ServiceState(
        service.getService(),
        service.getStatus(),
        Terms.time(service.getHeardAt()),
        service.hasReceivedAt() ? Terms.time(service.getReceivedAt()) : null);
  }
}
