package lotwatch.wire;

import java.util.ArrayList;
import java.util.List;
import lotwatch.ledger.CameraChange;
import lotwatch.ledger.CameraCommand;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.CameraState;
import lotwatch.ledger.Entry;
import lotwatch.ledger.Event;
import lotwatch.ledger.LotId;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.SpotId;
import lotwatch.ledger.Visibility;
import lotwatch.ledger.Watch;
import lotwatch.wire.proto.CameraHappened;
import lotwatch.wire.proto.CameraLine;
import lotwatch.wire.proto.CameraSaved;
import lotwatch.wire.proto.Outline;
import lotwatch.wire.proto.Sight;

/** Cameras: commands, events and saved state as messages and back. */
final class CameraCodec {
  private CameraCodec() {}

  static CameraLine line(CameraCommand command) {
    var line = CameraLine.newBuilder();
    switch (command) {
      case CameraCommand.PlaceCamera place ->
          line.getPlaceCameraBuilder()
              .setCamera(place.camera().value())
              .addAllWatches(outlines(place.watches()));
      case CameraCommand.RemoveCamera remove ->
          line.getRemoveCameraBuilder().setCamera(remove.camera().value());
      case CameraCommand.Observe observe -> {
        var to =
            line.getObserveBuilder()
                .setCamera(observe.camera().value())
                .setSeenAt(Terms.time(observe.seenAt()))
                .setView(sight(observe.visibility()));
        observe.sightings().forEach(s -> to.addSpots(s.spot().value()).addOccupied(s.occupied()));
      }
    }
    return line.build();
  }

  static Entry entry(CameraLine line) throws CorruptException {
    return Terms.entry(
        line.getAt(), line.hasRequest(), line.getRequest(), line.getClient(), command(line));
  }

  private static CameraCommand command(CameraLine line) throws CorruptException {
    return switch (line.getCommandCase()) {
      case PLACE_CAMERA ->
          new CameraCommand.PlaceCamera(
              new CameraId(line.getPlaceCamera().getCamera()),
              watches(line.getPlaceCamera().getWatchesList()));
      case REMOVE_CAMERA ->
          new CameraCommand.RemoveCamera(new CameraId(line.getRemoveCamera().getCamera()));
      case OBSERVE -> observe(line.getObserve());
      case COMMAND_NOT_SET -> throw new CorruptException("a line without a command");
    };
  }

  private static CameraCommand observe(CameraLine.Observe observe) throws CorruptException {
    if (observe.getSpotsCount() != observe.getOccupiedCount()) {
      throw new CorruptException("a sighting without spot or probability");
    }
    var sightings = new ArrayList<CameraCommand.Sighting>(observe.getSpotsCount());
    for (int i = 0; i < observe.getSpotsCount(); i++) {
      sightings.add(
          new CameraCommand.Sighting(new SpotId(observe.getSpots(i)), observe.getOccupied(i)));
    }
    return new CameraCommand.Observe(
        new CameraId(observe.getCamera()),
        Terms.time(observe.getSeenAt()),
        sight(observe.getView()),
        sightings);
  }

  static CameraHappened happened(CameraChange change) {
    var to = CameraHappened.newBuilder();
    switch (change) {
      case CameraChange.CameraPlaced placed ->
          to.getCameraPlacedBuilder()
              .setCamera(placed.camera().value())
              .setWatches(placed.watches());
      case CameraChange.CameraRemoved removed ->
          to.getCameraRemovedBuilder().setCamera(removed.camera().value());
      case CameraChange.CameraChanged changed ->
          to.getCameraChangedBuilder()
              .setCamera(changed.camera().value())
              .setFrom(sight(changed.from()))
              .setTo(sight(changed.to()));
      case CameraChange.CameraAssigned held -> put(held, to.getCameraAssignedBuilder());
    }
    return to.build();
  }

  private static void put(
      CameraChange.CameraAssigned from, CameraHappened.CameraAssigned.Builder to) {
    to.setCamera(from.camera().value());
    if (from.node() != null) {
      to.setNode(from.node().value());
    }
  }

  static Event event(CameraHappened happened) throws CorruptException {
    return new Event(happened.getSequence(), Terms.time(happened.getAt()), change(happened));
  }

  private static CameraChange change(CameraHappened happened) throws CorruptException {
    return switch (happened.getChangeCase()) {
      case CAMERA_PLACED ->
          new CameraChange.CameraPlaced(
              new CameraId(happened.getCameraPlaced().getCamera()),
              happened.getCameraPlaced().getWatches());
      case CAMERA_REMOVED ->
          new CameraChange.CameraRemoved(new CameraId(happened.getCameraRemoved().getCamera()));
      case CAMERA_CHANGED -> {
        var changed = happened.getCameraChanged();
        yield new CameraChange.CameraChanged(
            new CameraId(changed.getCamera()), sight(changed.getFrom()), sight(changed.getTo()));
      }
      case CAMERA_ASSIGNED -> {
        var held = happened.getCameraAssigned();
        yield new CameraChange.CameraAssigned(
            new CameraId(held.getCamera()), held.hasNode() ? new NodeId(held.getNode()) : null);
      }
      case CHANGE_NOT_SET -> throw new CorruptException("an event without a change");
    };
  }

  static CameraSaved saved(CameraState camera) {
    var to =
        CameraSaved.newBuilder()
            .setId(camera.id().value())
            .setView(sight(camera.visibility()))
            .setSince(Terms.time(camera.since()))
            .addAllWatches(outlines(camera.watches()));
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

  static CameraState state(CameraSaved camera) throws CorruptException {
    return new CameraState(
        new CameraId(camera.getId()),
        sight(camera.getView()),
        Terms.time(camera.getSince()),
        camera.hasHeardAt() ? Terms.time(camera.getHeardAt()) : null,
        camera.hasSeenAt() ? Terms.time(camera.getSeenAt()) : null,
        camera.hasBlindSince() ? Terms.time(camera.getBlindSince()) : null,
        camera.hasHolder() ? new NodeId(camera.getHolder()) : null,
        watches(camera.getWatchesList()));
  }

  private static Sight sight(Visibility visibility) {
    return switch (visibility) {
      case STARTING -> Sight.SIGHT_STARTING;
      case CLEAR -> Sight.SIGHT_CLEAR;
      case BLACK -> Sight.SIGHT_BLACK;
      case COVERED -> Sight.SIGHT_COVERED;
      case SILENT -> Sight.SIGHT_SILENT;
      case DAMAGED -> Sight.SIGHT_DAMAGED;
      case FROZEN -> Sight.SIGHT_FROZEN;
    };
  }

  private static Visibility sight(Sight sight) throws CorruptException {
    return switch (sight) {
      case SIGHT_STARTING -> Visibility.STARTING;
      case SIGHT_CLEAR -> Visibility.CLEAR;
      case SIGHT_BLACK -> Visibility.BLACK;
      case SIGHT_COVERED -> Visibility.COVERED;
      case SIGHT_SILENT -> Visibility.SILENT;
      case SIGHT_DAMAGED -> Visibility.DAMAGED;
      case SIGHT_FROZEN -> Visibility.FROZEN;
      case SIGHT_UNSPECIFIED, UNRECOGNIZED -> throw new CorruptException("no such view");
    };
  }

  private static List<Outline> outlines(List<Watch> watches) {
    var outlines = new ArrayList<Outline>(watches.size());
    for (var watch : watches) {
      var outline = Outline.newBuilder().setLot(watch.lot().value()).setSpot(watch.spot().value());
      watch.outline().forEach(corner -> outline.addX(corner.x()).addY(corner.y()));
      outlines.add(outline.build());
    }
    return outlines;
  }

  private static List<Watch> watches(List<Outline> outlines) throws CorruptException {
    var watches = new ArrayList<Watch>(outlines.size());
    for (var outline : outlines) {
      if (outline.getXCount() != outline.getYCount()) {
        throw new CorruptException("a corner without x or y");
      }
      var corners = new ArrayList<Watch.Corner>(outline.getXCount());
      for (int i = 0; i < outline.getXCount(); i++) {
        corners.add(new Watch.Corner(outline.getX(i), outline.getY(i)));
      }
      watches.add(new Watch(new LotId(outline.getLot()), new SpotId(outline.getSpot()), corners));
    }
    return watches;
  }
}
