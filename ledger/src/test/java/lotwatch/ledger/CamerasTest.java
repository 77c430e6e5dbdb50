package lotwatch.ledger;

import static lotwatch.ledger.Campus.CAM;
import static lotwatch.ledger.Campus.NORTH;
import static lotwatch.ledger.Campus.SPOTS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lotwatch.ledger.CameraChange.CameraAssigned;
import lotwatch.ledger.CameraChange.CameraChanged;
import lotwatch.ledger.CameraChange.CameraPlaced;
import lotwatch.ledger.CameraCommand.Observe;
import lotwatch.ledger.CameraCommand.PlaceCamera;
import lotwatch.ledger.CameraCommand.RemoveCamera;
import lotwatch.ledger.CameraCommand.Sighting;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CamerasTest {
  private static final CameraId SECOND = new CameraId("cam2");

  private final FakeContext context = new FakeContext();
  private final FakeSpots spots = new FakeSpots();
  private final Cameras cameras = new Cameras(context, spots);

  /** The spots of one lot, which note what they are told. */
  private static final class FakeSpots implements Spots {
    final Set<SpotId> there = new HashSet<>(SPOTS);
    final List<String> told = new ArrayList<>();

    @Override
    public boolean hasLot(LotId lot) {
      return lot.equals(NORTH);
    }

    @Override
    public boolean has(LotId lot, SpotId spot) {
      return hasLot(lot) && there.contains(spot);
    }

    @Override
    public void see(Watch watch, CameraId by, Instant seenAt, @Nullable Double occupied) {
      told.add("%s sees %s in %s".formatted(by, occupied, watch.spot()));
    }

    @Override
    public void loseSight(Watch watch, CameraId by) {
      told.add("%s loses %s".formatted(by, watch.spot()));
    }
  }

  private void place(CameraId camera, SpotId... watched) {
    cameras.obey(new PlaceCamera(camera, Campus.watches(List.of(watched))));
  }

  private void show(CameraId camera, Visibility visibility, Sighting... sightings) {
    context.now = context.now.plusSeconds(1);
    cameras.obey(new Observe(camera, context.now, visibility, List.of(sightings)));
  }

  @Test
  void everyWatchedSpotIsToldOfAClearFrame() {
    place(CAM, SPOTS.get(0), SPOTS.get(1));

    show(CAM, Visibility.CLEAR, new Sighting(SPOTS.get(0), 0.75));

    assertThat(spots.told).containsExactly("cam sees 0.75 in s1", "cam sees null in s2");
  }

  @Test
  void spotIsLostOnlyWhenNoOtherCameraSeesIt() {
    place(CAM, SPOTS.get(0), SPOTS.get(1));
    place(SECOND, SPOTS.get(1));
    show(CAM, Visibility.CLEAR);
    show(SECOND, Visibility.CLEAR);
    spots.told.clear();

    cameras.fallSilent(CAM);
    cameras.obey(new RemoveCamera(SECOND));

    assertThat(spots.told).containsExactly("cam loses s1", "cam2 loses s2");
  }

  @Test
  void watchesOfSpotsThatAreGoneAreForgotten() {
    place(CAM, SPOTS.get(0), SPOTS.get(1));
    place(SECOND, SPOTS.get(1));
    context.changes.clear();
    spots.there.remove(SPOTS.get(0));

    cameras.forgetLostWatches();

    assertThat(context.changes).containsExactly(new CameraPlaced(CAM, 1));
  }

  @Test
  void silenceIsAwaitedByTheRulesInForce() {
    place(CAM);
    var before = context.policy;
    var silence = new Cameras.Silence(context.now.plus(before.silentAfter()), CAM);
    assertThat(context.deadlines).containsExactly(silence);
    context.policy = sooner(before);

    cameras.reschedule(before);

    assertThat(context.deadlines)
        .containsExactly(new Cameras.Silence(context.now.plusSeconds(1), CAM));
  }

  private static Policy sooner(Policy policy) {
    return new Policy(
        policy.occupiedFrom(),
        policy.freeUpTo(),
        policy.framesMin(),
        policy.settle(),
        policy.doubtMax(),
        policy.blindAfter(),
        Duration.ofSeconds(1),
        policy.hold());
  }

  @Test
  void silentCameraIsAwaitedNoMore() {
    place(CAM);
    context.deadlines.clear();

    cameras.fallSilent(CAM);
    cameras.reschedule(context.policy);

    assertThat(context.changes)
        .endsWith(new CameraChanged(CAM, Visibility.STARTING, Visibility.SILENT));
    assertThat(context.deadlines).isEmpty();
  }

  @Test
  void assignedCameraIsSavedWithItsHolder() {
    place(CAM);
    var node = new NodeId("n1");

    cameras.assign(CAM, node);

    assertThat(context.changes).endsWith(new CameraAssigned(CAM, node));
    assertThat(cameras.save()).extracting(CameraState::holder).containsExactly(node);
  }
}
