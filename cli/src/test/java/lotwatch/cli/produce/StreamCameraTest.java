package lotwatch.cli.produce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import lotwatch.sessions.Places;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;
import org.junit.jupiter.api.Test;

class StreamCameraTest {
  private static final long BEGIN = 1_700_000_000L;

  private static List<Sighting> seen(long seed, int events) {
    var places = Places.systemC().all().stream().map(Places.Place::name).limit(20).toList();
    var camera = new StreamCamera(places, new SplittableRandom(seed));
    var seen = new ArrayList<Sighting>();
    for (int i = 0; i < events; i++) {
      seen.add(camera.next(BEGIN + 2L * i));
    }
    seen.addAll(camera.end(BEGIN + 2L * events));
    return seen;
  }

  @Test
  void sameSeedSeesTheSame() {
    assertThat(seen(4, 2_000)).isEqualTo(seen(4, 2_000)).isNotEqualTo(seen(5, 2_000));
  }

  @Test
  void eachCarEntersStandsMovesAndLeavesAndAtTheEndNoneIsThere() {
    var there = new HashMap<SessionKey, Status>();
    var plates = new HashSet<String>();
    int most = 0;
    for (var sighting : seen(Long.getLong("seed", 6), 20_000)) {
      var before = there.get(sighting.key());
      switch (sighting.status()) {
        case ENTERING -> assertThat(before).isNull();
        case PARKED -> assertThat(before).isIn(Status.ENTERING, Status.PARKED);
        case MOVING -> assertThat(before).isEqualTo(Status.PARKED);
        case EXITING -> assertThat(before).isNotNull();
      }
      if (sighting.status() == Status.EXITING) {
        there.remove(sighting.key());
      } else {
        there.put(sighting.key(), sighting.status());
      }
      plates.add(sighting.key().plate());
      most = Math.max(most, there.size());
    }

    assertThat(there).isEmpty();
    assertThat(most).isBetween(3, 8);
    assertThat(plates).hasSize(45).allMatch(plate -> plate.matches("\\d\\d[A-Z]-\\d{5}"));
  }
}
