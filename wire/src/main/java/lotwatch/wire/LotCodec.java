package lotwatch.wire;

import java.util.ArrayList;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.Entry;
import lotwatch.ledger.Event;
import lotwatch.ledger.LotChange;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.LotState;
import lotwatch.ledger.LotState.ReservationState;
import lotwatch.ledger.LotState.SpotState;
import lotwatch.ledger.Occupancy;
import lotwatch.ledger.Plate;
import lotwatch.ledger.SpotId;
import lotwatch.ledger.Tally;
import lotwatch.wire.proto.EndReason;
import lotwatch.wire.proto.LotHappened;
import lotwatch.wire.proto.LotLine;
import lotwatch.wire.proto.LotSaved;
import lotwatch.wire.proto.Occupied;
import lotwatch.wire.proto.Places;

/** Lots: commands, events and saved state as messages and back. */
final class LotCodec {
  private LotCodec() {}

  static LotLine line(LotCommand command) {
    var line = LotLine.newBuilder();
    switch (command) {
      case LotCommand.OpenLot open -> {
        var to =
            line.getOpenLotBuilder()
                .setLot(open.lot().value())
                .setName(open.name())
                .setCapacity(open.capacity());
        open.spots().forEach(spot -> to.addSpots(spot.value()));
      }
      case LotCommand.CloseLot close -> line.getCloseLotBuilder().setLot(close.lot().value());
      case LotCommand.Count count ->
          line.getCountBuilder().setLot(count.lot().value()).setDelta(count.delta());
      case LotCommand.SetCount set ->
          line.getSetCountBuilder().setLot(set.lot().value()).setOccupied(set.occupied());
      case LotCommand.Reserve reserve -> put(reserve, line.getReserveBuilder());
      case LotCommand.Cancel cancel -> put(cancel, line.getCancelBuilder());
    }
    return line.build();
  }

  private static void put(LotCommand.Reserve from, LotLine.Reserve.Builder to) {
    to.setLot(from.lot().value()).setPlate(from.plate().text());
    if (!from.match().equals(from.plate())) {
      to.setMatch(from.match().text());
    }
  }

  private static void put(LotCommand.Cancel from, LotLine.Cancel.Builder to) {
    to.setLot(from.lot().value()).setPlate(from.plate().text());
    if (!from.match().equals(from.plate())) {
      to.setMatch(from.match().text());
    }
  }

  static Entry entry(LotLine line) throws CorruptException {
    return Terms.entry(
        line.getAt(), line.hasRequest(), line.getRequest(), line.getClient(), command(line));
  }

  private static LotCommand command(LotLine line) throws CorruptException {
    return switch (line.getCommandCase()) {
      case OPEN_LOT -> {
        var open = line.getOpenLot();
        yield new LotCommand.OpenLot(
            new LotId(open.getLot()),
            open.getName(),
            open.getCapacity(),
            open.getSpotsList().stream().map(SpotId::new).toList());
      }
      case CLOSE_LOT -> new LotCommand.CloseLot(new LotId(line.getCloseLot().getLot()));
      case COUNT ->
          new LotCommand.Count(new LotId(line.getCount().getLot()), line.getCount().getDelta());
      case SET_COUNT ->
          new LotCommand.SetCount(
              new LotId(line.getSetCount().getLot()), line.getSetCount().getOccupied());
      case RESERVE -> {
        var reserve = line.getReserve();
        yield new LotCommand.Reserve(
            new LotId(reserve.getLot()),
            new Plate(reserve.getPlate()),
            new Plate(reserve.hasMatch() ? reserve.getMatch() : reserve.getPlate()));
      }
      case CANCEL -> {
        var cancel = line.getCancel();
        yield new LotCommand.Cancel(
            new LotId(cancel.getLot()),
            new Plate(cancel.getPlate()),
            new Plate(cancel.hasMatch() ? cancel.getMatch() : cancel.getPlate()));
      }
      case COMMAND_NOT_SET -> throw new CorruptException("a line without a command");
    };
  }

  static LotHappened happened(LotChange change) {
    var to = LotHappened.newBuilder();
    switch (change) {
      case LotChange.LotOpened opened ->
          to.getLotOpenedBuilder()
              .setLot(opened.lot().value())
              .setName(opened.name())
              .setPlaces(places(opened.tally()));
      case LotChange.LotClosed closed -> to.getLotClosedBuilder().setLot(closed.lot().value());
      case LotChange.SpotChanged spot -> put(spot, to.getSpotChangedBuilder());
      case LotChange.Counted counted ->
          to.getCountedBuilder()
              .setLot(counted.lot().value())
              .setAnomaly(counted.anomaly())
              .setPlaces(places(counted.tally()));
      case LotChange.Reserved reserved ->
          to.getReservedBuilder()
              .setLot(reserved.lot().value())
              .setPlate(reserved.plate().text())
              .setUntil(Terms.time(reserved.until()))
              .setPlaces(places(reserved.tally()));
      case LotChange.Cancelled cancelled ->
          to.getCancelledBuilder()
              .setLot(cancelled.lot().value())
              .setPlate(cancelled.plate().text())
              .setPlaces(places(cancelled.tally()));
      case LotChange.ReservationEnded ended ->
          to.getReservationEndedBuilder()
              .setLot(ended.lot().value())
              .setPlate(ended.plate().text())
              .setWhy(why(ended.why()))
              .setPlaces(places(ended.tally()));
      case LotChange.Expired expired ->
          to.getExpiredBuilder()
              .setLot(expired.lot().value())
              .setPlate(expired.plate().text())
              .setPlaces(places(expired.tally()));
    }
    return to.build();
  }

  private static void put(LotChange.SpotChanged from, LotHappened.SpotChanged.Builder to) {
    to.setLot(from.lot().value())
        .setSpot(from.spot().value())
        .setFrom(occupied(from.from()))
        .setTo(occupied(from.to()))
        .setConfidence(from.confidence())
        .setPlaces(places(from.tally()));
    if (from.by() != null) {
      to.setBy(from.by().value());
    }
  }

  static Event event(LotHappened happened) throws CorruptException {
    return new Event(happened.getSequence(), Terms.time(happened.getAt()), change(happened));
  }

  private static LotChange change(LotHappened happened) throws CorruptException {
    return switch (happened.getChangeCase()) {
      case LOT_OPENED -> {
        var opened = happened.getLotOpened();
        yield new LotChange.LotOpened(
            new LotId(opened.getLot()), opened.getName(), places(opened.getPlaces()));
      }
      case LOT_CLOSED -> new LotChange.LotClosed(new LotId(happened.getLotClosed().getLot()));
      case SPOT_CHANGED -> spotChanged(happened.getSpotChanged());
      case COUNTED -> {
        var counted = happened.getCounted();
        yield new LotChange.Counted(
            new LotId(counted.getLot()), counted.getAnomaly(), places(counted.getPlaces()));
      }
      case RESERVED -> {
        var reserved = happened.getReserved();
        yield new LotChange.Reserved(
            new LotId(reserved.getLot()),
            new Plate(reserved.getPlate()),
            Terms.time(reserved.getUntil()),
            places(reserved.getPlaces()));
      }
      case CANCELLED -> {
        var cancelled = happened.getCancelled();
        yield new LotChange.Cancelled(
            new LotId(cancelled.getLot()),
            new Plate(cancelled.getPlate()),
            places(cancelled.getPlaces()));
      }
      case EXPIRED -> {
        var expired = happened.getExpired();
        yield new LotChange.Expired(
            new LotId(expired.getLot()),
            new Plate(expired.getPlate()),
            places(expired.getPlaces()));
      }
      case RESERVATION_ENDED -> {
        var ended = happened.getReservationEnded();
        yield new LotChange.ReservationEnded(
            new LotId(ended.getLot()),
            new Plate(ended.getPlate()),
            why(ended.getWhy()),
            places(ended.getPlaces()));
      }
      case CHANGE_NOT_SET -> throw new CorruptException("an event without a change");
    };
  }

  private static EndReason why(LotChange.EndReason why) {
    return switch (why) {
      case LOT_CLOSED -> EndReason.END_REASON_LOT_CLOSED;
      case LOT_SHRUNK -> EndReason.END_REASON_LOT_SHRUNK;
    };
  }

  private static LotChange.EndReason why(EndReason why) throws CorruptException {
    return switch (why) {
      case END_REASON_LOT_CLOSED -> LotChange.EndReason.LOT_CLOSED;
      case END_REASON_LOT_SHRUNK -> LotChange.EndReason.LOT_SHRUNK;
      case END_REASON_UNSPECIFIED, UNRECOGNIZED ->
          throw new CorruptException("no such reason for an end");
    };
  }

  private static LotChange spotChanged(LotHappened.SpotChanged spot) throws CorruptException {
    return new LotChange.SpotChanged(
        new LotId(spot.getLot()),
        new SpotId(spot.getSpot()),
        occupied(spot.getFrom()),
        occupied(spot.getTo()),
        spot.getConfidence(),
        spot.hasBy() ? new CameraId(spot.getBy()) : null,
        places(spot.getPlaces()));
  }

  static LotSaved saved(LotState lot) {
    var to =
        LotSaved.newBuilder()
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
    for (var reservation : lot.reservations()) {
      var one = to.addReservationsBuilder();
      one.setPlate(reservation.plate().text()).setUntil(Terms.time(reservation.until()));
      if (!reservation.match().equals(reservation.plate())) {
        one.setMatch(reservation.match().text());
      }
    }
    return to.build();
  }

  static LotState state(LotSaved lot) throws CorruptException {
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
            .map(r ->
                new ReservationState(
                    new Plate(r.getPlate()),
                    new Plate(r.hasMatch() ? r.getMatch() : r.getPlate()),
                    Terms.time(r.getUntil())))
            .toList(),
        Terms.time(lot.getChangedAt()),
        lot.getSequence());
  }

  private static LotSaved.Spot spot(SpotState spot) {
    var to =
        LotSaved.Spot.newBuilder()
            .setId(spot.id().value())
            .setState(occupied(spot.state()))
            .setSince(Terms.time(spot.since()))
            .setSmoothed(spot.smoothed())
            .setLeaning(occupied(spot.leaning()))
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

  private static SpotState spot(LotSaved.Spot spot) throws CorruptException {
    return new SpotState(
        new SpotId(spot.getId()),
        occupied(spot.getState()),
        Terms.time(spot.getSince()),
        spot.getSmoothed(),
        spot.hasSeenAt() ? Terms.time(spot.getSeenAt()) : null,
        spot.hasBy() ? new CameraId(spot.getBy()) : null,
        spot.hasSupportedAt() ? Terms.time(spot.getSupportedAt()) : null,
        occupied(spot.getLeaning()),
        spot.hasLeaningSince() ? Terms.time(spot.getLeaningSince()) : null,
        spot.getLeaningFrames());
  }

  private static Occupied occupied(Occupancy occupancy) {
    return switch (occupancy) {
      case FREE -> Occupied.OCCUPIED_FREE;
      case OCCUPIED -> Occupied.OCCUPIED_OCCUPIED;
      case UNKNOWN -> Occupied.OCCUPIED_UNKNOWN;
    };
  }

  private static Occupancy occupied(Occupied occupied) throws CorruptException {
    return switch (occupied) {
      case OCCUPIED_FREE -> Occupancy.FREE;
      case OCCUPIED_OCCUPIED -> Occupancy.OCCUPIED;
      case OCCUPIED_UNKNOWN -> Occupancy.UNKNOWN;
      case OCCUPIED_UNSPECIFIED, UNRECOGNIZED -> throw new CorruptException("no such occupancy");
    };
  }

  private static Places places(Tally tally) {
    return Places.newBuilder()
        .setCapacity(tally.capacity())
        .setFree(tally.free())
        .setOccupied(tally.occupied())
        .setReserved(tally.reserved())
        .setUnknown(tally.unknown())
        .setShortfall(tally.shortfall())
        .build();
  }

  private static Tally places(Places places) {
    return new Tally(
        places.getCapacity(),
        places.getFree(),
        places.getOccupied(),
        places.getReserved(),
        places.getUnknown(),
        places.getShortfall());
  }
}
