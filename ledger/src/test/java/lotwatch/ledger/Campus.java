package lotwatch.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lotwatch.ledger.CameraCommand.Observe;
import lotwatch.ledger.CameraCommand.PlaceCamera;
import lotwatch.ledger.CameraCommand.Sighting;
import lotwatch.ledger.LotCommand.OpenLot;
import lotwatch.ledger.View.LotView;
import lotwatch.ledger.View.SpotView;
import lotwatch.ledger.Watch.Corner;
import org.jspecify.annotations.Nullable;

/**
 * A ledger with one watched lot of three spots and one counted lot, and a clock that tests turn.
 */
final class Campus {
  static final LotId NORTH = new LotId("north");
  static final LotId GATE = new LotId("gate");
  static final CameraId CAM = new CameraId("cam");
  static final List<SpotId> SPOTS = List.of(spotId(1), spotId(2), spotId(3));
  static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  final Ledger ledger;
  final List<Event> events = new ArrayList<>();
  Instant now = NOON;

  Campus(Ledger ledger) {
    this.ledger = ledger;
  }

  static Campus open() {
    var campus = new Campus(new Ledger());
    campus.tell(new OpenLot(NORTH, "North", 3, SPOTS));
    campus.tell(new OpenLot(GATE, "Gate", 2, List.of()));
    campus.tell(new PlaceCamera(CAM, watches(SPOTS)));
    return campus;
  }

  static SpotId spotId(int number) {
    return new SpotId("s" + number);
  }

  static List<Watch> watches(List<SpotId> spots) {
    var corners = List.of(new Corner(0, 0), new Corner(0.1, 0), new Corner(0.1, 0.1));
    return spots.stream().map(spot -> new Watch(NORTH, spot, corners)).toList();
  }

  Outcome tell(Command command) {
    return tell(command, null);
  }

  Outcome tell(Command command, @Nullable RequestId request) {
    var answer = ledger.apply(new Entry(now, request, command));
    events.addAll(answer.events());
    return answer.outcome();
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  /** One frame a second, the last of them now. */
  void see(int frames, double... occupied) {
    for (int frame = 0; frame < frames; frame++) {
      pass(Duration.ofSeconds(1));
      tell(frame(Visibility.CLEAR, occupied));
    }
  }

  Observe frame(Visibility visibility, double... occupied) {
    var sightings =
        IntStream.range(0, occupied.length)
            .mapToObj(spot -> new Sighting(SPOTS.get(spot), occupied[spot]))
            .toList();
    return new Observe(CAM, now, visibility, sightings);
  }

  LotView lot(LotId id) {
    var lot = ledger.view().lot(id);
    if (lot == null) {
      throw new AssertionError("no lot " + id);
    }
    return lot;
  }

  Tally tally() {
    return lot(NORTH).tally();
  }

  Occupancy state(int number) {
    return lot(NORTH).spots().stream()
        .filter(spot -> spot.id().equals(spotId(number)))
        .map(SpotView::state)
        .findFirst()
        .orElseThrow();
  }
}
