package lotwatch.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Occupancy;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Policy;
import lotwatch.ledger.SpotId;
import lotwatch.ledger.Tally;
import lotwatch.ledger.View;
import lotwatch.ledger.Watch;
import lotwatch.wire.proto.Occupied;
import lotwatch.wire.proto.Outline;
import lotwatch.wire.proto.Places;
import lotwatch.wire.proto.Rules;
import lotwatch.wire.proto.Sight;
import lotwatch.wire.proto.Span;
import lotwatch.wire.proto.Time;
import lotwatch.wire.proto.Why;

/** The small words that lines, events and snapshots share. */
final class Terms {
  private Terms() {}

  static Time time(Instant at) {
    return Time.newBuilder().setSecond(at.getEpochSecond()).setNano(at.getNano()).build();
  }

  static Instant time(Time at) {
    return Instant.ofEpochSecond(at.getSecond(), at.getNano());
  }

  static Span span(Duration span) {
    return Span.newBuilder().setSecond(span.getSeconds()).setNano(span.getNano()).build();
  }

  static Duration span(Span span) {
    return Duration.ofSeconds(span.getSecond(), span.getNano());
  }

  static Occupied occupied(Occupancy occupancy) {
    return switch (occupancy) {
      case FREE -> Occupied.OCCUPIED_FREE;
      case OCCUPIED -> Occupied.OCCUPIED_OCCUPIED;
      case UNKNOWN -> Occupied.OCCUPIED_UNKNOWN;
    };
  }

  static Occupancy occupied(Occupied occupied) throws CorruptException {
    return switch (occupied) {
      case OCCUPIED_FREE -> Occupancy.FREE;
      case OCCUPIED_OCCUPIED -> Occupancy.OCCUPIED;
      case OCCUPIED_UNKNOWN -> Occupancy.UNKNOWN;
      case OCCUPIED_UNSPECIFIED, UNRECOGNIZED -> throw new CorruptException("no such occupancy");
    };
  }

  static Sight sight(View view) {
    return switch (view) {
      case STARTING -> Sight.SIGHT_STARTING;
      case CLEAR -> Sight.SIGHT_CLEAR;
      case BLACK -> Sight.SIGHT_BLACK;
      case COVERED -> Sight.SIGHT_COVERED;
      case SILENT -> Sight.SIGHT_SILENT;
    };
  }

  static View sight(Sight sight) throws CorruptException {
    return switch (sight) {
      case SIGHT_STARTING -> View.STARTING;
      case SIGHT_CLEAR -> View.CLEAR;
      case SIGHT_BLACK -> View.BLACK;
      case SIGHT_COVERED -> View.COVERED;
      case SIGHT_SILENT -> View.SILENT;
      case SIGHT_UNSPECIFIED, UNRECOGNIZED -> throw new CorruptException("no such view");
    };
  }

  static Why why(Outcome.Reason reason) {
    return switch (reason) {
      case EXISTS -> Why.WHY_EXISTS;
      case FULL -> Why.WHY_FULL;
      case NOT_FOUND -> Why.WHY_NOT_FOUND;
      case UNKNOWN_LOT -> Why.WHY_UNKNOWN_LOT;
      case UNKNOWN_CAMERA -> Why.WHY_UNKNOWN_CAMERA;
      case UNKNOWN_SPOT -> Why.WHY_UNKNOWN_SPOT;
      case NOT_COUNTED -> Why.WHY_NOT_COUNTED;
      case STALE -> Why.WHY_STALE;
      case LIMIT -> Why.WHY_LIMIT;
    };
  }

  static Outcome.Reason why(Why why) throws CorruptException {
    return switch (why) {
      case WHY_EXISTS -> Outcome.Reason.EXISTS;
      case WHY_FULL -> Outcome.Reason.FULL;
      case WHY_NOT_FOUND -> Outcome.Reason.NOT_FOUND;
      case WHY_UNKNOWN_LOT -> Outcome.Reason.UNKNOWN_LOT;
      case WHY_UNKNOWN_CAMERA -> Outcome.Reason.UNKNOWN_CAMERA;
      case WHY_UNKNOWN_SPOT -> Outcome.Reason.UNKNOWN_SPOT;
      case WHY_NOT_COUNTED -> Outcome.Reason.NOT_COUNTED;
      case WHY_STALE -> Outcome.Reason.STALE;
      case WHY_LIMIT -> Outcome.Reason.LIMIT;
      case WHY_UNSPECIFIED, UNRECOGNIZED -> throw new CorruptException("no such reason");
    };
  }

  static Rules rules(Policy policy) {
    return Rules.newBuilder()
        .setOccupiedFrom(policy.occupiedFrom())
        .setFreeUpTo(policy.freeUpTo())
        .setFramesMin(policy.framesMin())
        .setSettle(span(policy.settle()))
        .setDoubtMax(span(policy.doubtMax()))
        .setBlindAfter(span(policy.blindAfter()))
        .setSilentAfter(span(policy.silentAfter()))
        .setHold(span(policy.hold()))
        .build();
  }

  static Policy rules(Rules rules) {
    return new Policy(
        rules.getOccupiedFrom(),
        rules.getFreeUpTo(),
        rules.getFramesMin(),
        span(rules.getSettle()),
        span(rules.getDoubtMax()),
        span(rules.getBlindAfter()),
        span(rules.getSilentAfter()),
        span(rules.getHold()));
  }

  static Places places(Tally tally) {
    return Places.newBuilder()
        .setCapacity(tally.capacity())
        .setFree(tally.free())
        .setOccupied(tally.occupied())
        .setReserved(tally.reserved())
        .setUnknown(tally.unknown())
        .setShortfall(tally.shortfall())
        .build();
  }

  static Tally places(Places places) {
    return new Tally(
        places.getCapacity(),
        places.getFree(),
        places.getOccupied(),
        places.getReserved(),
        places.getUnknown(),
        places.getShortfall());
  }

  static List<Outline> outlines(List<Watch> watches) {
    var outlines = new ArrayList<Outline>(watches.size());
    for (var watch : watches) {
      var outline = Outline.newBuilder().setLot(watch.lot().value()).setSpot(watch.spot().value());
      watch.outline().forEach(corner -> outline.addX(corner.x()).addY(corner.y()));
      outlines.add(outline.build());
    }
    return outlines;
  }

  static List<Watch> watches(List<Outline> outlines) throws CorruptException {
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
