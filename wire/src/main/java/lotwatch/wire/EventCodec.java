package lotwatch.wire;

import lotwatch.ledger.CameraId;
import lotwatch.ledger.Event;
import lotwatch.ledger.LotId;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.Plate;
import lotwatch.ledger.SpotId;
import lotwatch.wire.proto.Happened;

/** One event as a message and back. */
final class EventCodec {
  private EventCodec() {}

  static Happened happened(Event event) {
    var to = Happened.newBuilder().setSequence(event.sequence()).setAt(Terms.time(event.at()));
    switch (event.change()) {
      case Event.LotOpened opened ->
          to.getLotOpenedBuilder()
              .setLot(opened.lot().value())
              .setName(opened.name())
              .setPlaces(Terms.places(opened.tally()));
      case Event.LotClosed closed -> to.getLotClosedBuilder().setLot(closed.lot().value());
      case Event.SpotChanged spot -> put(spot, to.getSpotChangedBuilder());
      case Event.Counted counted ->
          to.getCountedBuilder()
              .setLot(counted.lot().value())
              .setAnomaly(counted.anomaly())
              .setPlaces(Terms.places(counted.tally()));
      case Event.Reserved reserved ->
          to.getReservedBuilder()
              .setLot(reserved.lot().value())
              .setPlate(reserved.plate().text())
              .setUntil(Terms.time(reserved.until()))
              .setPlaces(Terms.places(reserved.tally()));
      case Event.Cancelled cancelled ->
          to.getCancelledBuilder()
              .setLot(cancelled.lot().value())
              .setPlate(cancelled.plate().text())
              .setPlaces(Terms.places(cancelled.tally()));
      case Event.Expired expired ->
          to.getExpiredBuilder()
              .setLot(expired.lot().value())
              .setPlate(expired.plate().text())
              .setPlaces(Terms.places(expired.tally()));
      case Event.CameraPlaced placed ->
          to.getCameraPlacedBuilder()
              .setCamera(placed.camera().value())
              .setWatches(placed.watches());
      case Event.CameraRemoved removed ->
          to.getCameraRemovedBuilder().setCamera(removed.camera().value());
      case Event.CameraChanged changed ->
          to.getCameraChangedBuilder()
              .setCamera(changed.camera().value())
              .setFrom(Terms.sight(changed.from()))
              .setTo(Terms.sight(changed.to()));
      case Event.NodeJoined joined -> to.getNodeJoinedBuilder().setNode(joined.node().value());
      case Event.NodeLost lost -> to.getNodeLostBuilder().setNode(lost.node().value());
      case Event.CameraHeld held -> put(held, to.getCameraHeldBuilder());
      case Event.SpacesReported reported ->
          to.getSpacesReportedBuilder()
              .setReporter(reported.reporter())
              .setLocation(reported.location())
              .setAvailable(reported.available());
      case Event.PolicyAdopted adopted ->
          to.getPolicyAdoptedBuilder().setRules(Terms.rules(adopted.policy()));
    }
    return to.build();
  }

  private static void put(Event.SpotChanged from, Happened.SpotChanged.Builder to) {
    to.setLot(from.lot().value())
        .setSpot(from.spot().value())
        .setFrom(Terms.occupied(from.from()))
        .setTo(Terms.occupied(from.to()))
        .setConfidence(from.confidence())
        .setPlaces(Terms.places(from.tally()));
    if (from.by() != null) {
      to.setBy(from.by().value());
    }
  }

  private static void put(Event.CameraHeld from, Happened.CameraHeld.Builder to) {
    to.setCamera(from.camera().value());
    if (from.node() != null) {
      to.setNode(from.node().value());
    }
  }

  static Event event(Happened happened) throws CorruptException {
    return new Event(happened.getSequence(), Terms.time(happened.getAt()), change(happened));
  }

  private static Event.Change change(Happened happened) throws CorruptException {
    return switch (happened.getChangeCase()) {
      case LOT_OPENED -> {
        var opened = happened.getLotOpened();
        yield new Event.LotOpened(
            new LotId(opened.getLot()), opened.getName(), Terms.places(opened.getPlaces()));
      }
      case LOT_CLOSED -> new Event.LotClosed(new LotId(happened.getLotClosed().getLot()));
      case SPOT_CHANGED -> spotChanged(happened.getSpotChanged());
      case COUNTED -> {
        var counted = happened.getCounted();
        yield new Event.Counted(
            new LotId(counted.getLot()), counted.getAnomaly(), Terms.places(counted.getPlaces()));
      }
      case RESERVED -> {
        var reserved = happened.getReserved();
        yield new Event.Reserved(
            new LotId(reserved.getLot()),
            new Plate(reserved.getPlate()),
            Terms.time(reserved.getUntil()),
            Terms.places(reserved.getPlaces()));
      }
      case CANCELLED -> {
        var cancelled = happened.getCancelled();
        yield new Event.Cancelled(
            new LotId(cancelled.getLot()),
            new Plate(cancelled.getPlate()),
            Terms.places(cancelled.getPlaces()));
      }
      case EXPIRED -> {
        var expired = happened.getExpired();
        yield new Event.Expired(
            new LotId(expired.getLot()),
            new Plate(expired.getPlate()),
            Terms.places(expired.getPlaces()));
      }
      case CAMERA_PLACED ->
          new Event.CameraPlaced(
              new CameraId(happened.getCameraPlaced().getCamera()),
              happened.getCameraPlaced().getWatches());
      case CAMERA_REMOVED ->
          new Event.CameraRemoved(new CameraId(happened.getCameraRemoved().getCamera()));
      case CAMERA_CHANGED -> {
        var changed = happened.getCameraChanged();
        yield new Event.CameraChanged(
            new CameraId(changed.getCamera()),
            Terms.sight(changed.getFrom()),
            Terms.sight(changed.getTo()));
      }
      case NODE_JOINED -> new Event.NodeJoined(new NodeId(happened.getNodeJoined().getNode()));
      case NODE_LOST -> new Event.NodeLost(new NodeId(happened.getNodeLost().getNode()));
      case CAMERA_HELD -> {
        var held = happened.getCameraHeld();
        yield new Event.CameraHeld(
            new CameraId(held.getCamera()), held.hasNode() ? new NodeId(held.getNode()) : null);
      }
      case SPACES_REPORTED -> {
        var reported = happened.getSpacesReported();
        yield new Event.SpacesReported(
            reported.getReporter(), reported.getLocation(), reported.getAvailable());
      }
      case POLICY_ADOPTED ->
          new Event.PolicyAdopted(Terms.rules(happened.getPolicyAdopted().getRules()));
      case CHANGE_NOT_SET -> throw new CorruptException("an event without a change we know");
    };
  }

  private static Event.Change spotChanged(Happened.SpotChanged spot) throws CorruptException {
    return new Event.SpotChanged(
        new LotId(spot.getLot()),
        new SpotId(spot.getSpot()),
        Terms.occupied(spot.getFrom()),
        Terms.occupied(spot.getTo()),
        spot.getConfidence(),
        spot.hasBy() ? new CameraId(spot.getBy()) : null,
        Terms.places(spot.getPlaces()));
  }
}
