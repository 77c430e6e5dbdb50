package lotwatch.wire;

import java.util.ArrayList;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.Crew;
import lotwatch.ledger.LedgerState.CameraState;
import lotwatch.ledger.LedgerState.LotState;
import lotwatch.ledger.LedgerState.NodeState;
import lotwatch.ledger.LedgerState.ReportState;
import lotwatch.ledger.LedgerState.ReservationState;
import lotwatch.ledger.LedgerState.ServiceState;
import lotwatch.ledger.LedgerState.SpotState;
import lotwatch.ledger.LotId;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Plate;
import lotwatch.ledger.SpotId;
import lotwatch.wire.proto.Part;
import lotwatch.wire.proto.Result;

/** The parts of a snapshot as messages and back. */
final class StateMessages {
  private StateMessages() {}

  static Part.Lot lot(LotState lot) {
    var to =
        Part.Lot.newBuilder()
            .setId(lot.id().value())
            .setName(lot.name())
            .setCapacity(lot.capacity())
            .setAnomalies(lot.anomalies())
            .setChangedAt(Terms.time(lot.changedAt()))
            .setSequence(lot.sequence());
    if (lot.count() != null) {
      to.setCount(lot.count());
    }
    lot.spots().forEach(spot -> to.addSpots(spot(spot)));
    lot.reservations()
        .forEach(reservation ->
            to.addReservationsBuilder()
                .setPlate(reservation.plate().text())
                .setUntil(Terms.time(reservation.until())));
    return to.build();
  }

  static LotState lot(Part.Lot lot) throws CorruptException {
    var spots = new ArrayList<SpotState>(lot.getSpotsCount());
    for (var spot : lot.getSpotsList()) {
      spots.add(spot(spot));
    }
    return new LotState(
        new LotId(lot.getId()),
        lot.getName(),
        lot.getCapacity(),
        lot.hasCount() ? lot.getCount() : null,
        lot.getAnomalies(),
        spots,
        lot.getReservationsList().stream()
            .map(r -> new ReservationState(new Plate(r.getPlate()), Terms.time(r.getUntil())))
            .toList(),
        Terms.time(lot.getChangedAt()),
        lot.getSequence());
  }

  private static Part.Spot spot(SpotState spot) {
    var to =
        Part.Spot.newBuilder()
            .setId(spot.id().value())
            .setState(Terms.occupied(spot.state()))
            .setSince(Terms.time(spot.since()))
            .setSmoothed(spot.smoothed())
            .setLeaning(Terms.occupied(spot.leaning()))
            .setLeaningFrames(spot.leaningFrames());
    if (spot.seenAt() != null) {
      to.setSeenAt(Terms.time(spot.seenAt()));
    }
    if (spot.by() != null) {
      to.setBy(spot.by().value());
    }
    if (spot.supportedAt() != null) {
      to.setSupportedAt(Terms.time(spot.supportedAt()));
    }
    if (spot.leaningSince() != null) {
      to.setLeaningSince(Terms.time(spot.leaningSince()));
    }
    return to.build();
  }

  private static SpotState spot(Part.Spot spot) throws CorruptException {
    return new SpotState(
        new SpotId(spot.getId()),
        Terms.occupied(spot.getState()),
        Terms.time(spot.getSince()),
        spot.getSmoothed(),
        spot.hasSeenAt() ? Terms.time(spot.getSeenAt()) : null,
        spot.hasBy() ? new CameraId(spot.getBy()) : null,
        spot.hasSupportedAt() ? Terms.time(spot.getSupportedAt()) : null,
        Terms.occupied(spot.getLeaning()),
        spot.hasLeaningSince() ? Terms.time(spot.getLeaningSince()) : null,
        spot.getLeaningFrames());
  }

  static Part.Camera camera(CameraState camera) {
    var to =
        Part.Camera.newBuilder()
            .setId(camera.id().value())
            .setView(Terms.sight(camera.view()))
            .setSince(Terms.time(camera.since()))
            .addAllWatches(Terms.outlines(camera.watches()));
    if (camera.heardAt() != null) {
      to.setHeardAt(Terms.time(camera.heardAt()));
    }
    if (camera.seenAt() != null) {
      to.setSeenAt(Terms.time(camera.seenAt()));
    }
    if (camera.blindSince() != null) {
      to.setBlindSince(Terms.time(camera.blindSince()));
    }
    if (camera.holder() != null) {
      to.setHolder(camera.holder().value());
    }
    return to.build();
  }

  static Part.Report report(ReportState report) {
    return Part.Report.newBuilder()
        .setReporter(report.reporter())
        .setLocation(report.location())
        .setAvailable(report.available())
        .setReportedAt(Terms.time(report.reportedAt()))
        .build();
  }

  static ReportState report(Part.Report report) {
    return new ReportState(
        report.getReporter(),
        report.getLocation(),
        report.getAvailable(),
        Terms.time(report.getReportedAt()));
  }

  static Part.Service service(ServiceState service) {
    return Part.Service.newBuilder()
        .setService(service.service())
        .setStatus(service.status())
        .setHeardAt(Terms.time(service.heardAt()))
        .build();
  }

  static ServiceState service(Part.Service service) {
    return new ServiceState(
        service.getService(), service.getStatus(), Terms.time(service.getHeardAt()));
  }

  static Part.Node node(NodeState node) {
    return Part.Node.newBuilder()
        .setId(node.id().value())
        .setPage(node.page())
        .setAddress(node.address())
        .setSince(Terms.time(node.since()))
        .setHeardAt(Terms.time(node.heardAt()))
        .setBehind(node.behind())
        .setWorkers(node.crew().workers())
        .addAllStuck(node.crew().stuck())
        .build();
  }

  static NodeState node(Part.Node node) {
    return new NodeState(
        new NodeId(node.getId()),
        node.getPage(),
        node.getAddress(),
        Terms.time(node.getSince()),
        Terms.time(node.getHeardAt()),
        node.getBehind(),
        new Crew(node.getWorkers(), node.getStuckList()));
  }

  static CameraState camera(Part.Camera camera) throws CorruptException {
    return new CameraState(
        new CameraId(camera.getId()),
        Terms.sight(camera.getView()),
        Terms.time(camera.getSince()),
        camera.hasHeardAt() ? Terms.time(camera.getHeardAt()) : null,
        camera.hasSeenAt() ? Terms.time(camera.getSeenAt()) : null,
        camera.hasBlindSince() ? Terms.time(camera.getBlindSince()) : null,
        camera.hasHolder() ? new NodeId(camera.getHolder()) : null,
        Terms.watches(camera.getWatchesList()));
  }

  static Result result(Outcome outcome) {
    var result = Result.newBuilder();
    switch (outcome) {
      case Outcome.Accepted() -> result.setAccepted(Result.Accepted.getDefaultInstance());
      case Outcome.Held held -> result.getHeldBuilder().setUntil(Terms.time(held.until()));
      case Outcome.Refused refused ->
          result
              .getRefusedBuilder()
              .setWhy(Terms.why(refused.reason()))
              .setDetail(refused.detail());
    }
    return result.build();
  }

  static Outcome outcome(Result result) throws CorruptException {
    return switch (result.getResultCase()) {
      case ACCEPTED -> new Outcome.Accepted();
      case HELD -> new Outcome.Held(Terms.time(result.getHeld().getUntil()));
      case REFUSED ->
          new Outcome.Refused(
              Terms.why(result.getRefused().getWhy()), result.getRefused().getDetail());
      case RESULT_NOT_SET -> throw new CorruptException("an outcome we do not know");
    };
  }
}
