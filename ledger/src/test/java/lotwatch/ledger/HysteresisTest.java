package lotwatch.ledger;

import static lotwatch.ledger.Occupancy.FREE;
import static lotwatch.ledger.Occupancy.OCCUPIED;
import static lotwatch.ledger.Occupancy.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import lotwatch.ledger.CameraChange.CameraChanged;
import lotwatch.ledger.CameraCommand.RemoveCamera;
import lotwatch.ledger.LotChange.SpotChanged;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HysteresisTest {
  private final Campus campus = Campus.open();

  @Test
  void spotNobodyHasSeenIsUnknown() {
    assertThat(campus.state(1)).isEqualTo(UNKNOWN);
    assertThat(campus.tally()).isEqualTo(new Tally(3, 0, 0, 0, 3, 0));
  }

  @Test
  void framesThatAgreeLongEnoughSettleSpots() {
    campus.see(4, 0.9, 0.1, 0.5);

    assertThat(campus.state(1)).isEqualTo(OCCUPIED);
    assertThat(campus.state(2)).isEqualTo(FREE);
    assertThat(campus.state(3)).isEqualTo(UNKNOWN);
  }

  @Test
  void unknownSpotSettlesInHalfTheTime() {
    campus.see(2, 0.9);
    assertThat(campus.state(1)).isEqualTo(UNKNOWN);

    campus.see(1, 0.9);

    assertThat(campus.state(1)).isEqualTo(OCCUPIED);
  }

  @Test
  void knownSpotNeedsAllOfIt() {
    campus.see(4, 0.1);
    campus.see(3, 0.9);
    assertThat(campus.state(1)).isEqualTo(FREE);

    campus.see(1, 0.9);

    assertThat(campus.state(1)).isEqualTo(OCCUPIED);
  }

  @Test
  void oneFrameNeverFlipsASpot() {
    campus.see(4, 0.1);
    campus.see(1, 1.0);
    campus.see(1, 0.0);
    campus.see(3, 1.0);

    assertThat(campus.state(1)).isEqualTo(FREE);
  }

  @Test
  void flickerTurnsUnknownRatherThanFlapping() {
    campus.see(4, 0.1);
    for (int second = 0; second < 70; second++) {
      campus.see(1, second % 2 == 0 ? 0.9 : 0.5);
    }

    assertThat(campus.events)
        .filteredOn(event -> event.change() instanceof SpotChanged)
        .hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void longDoubtTurnsUnknown() {
    campus.see(4, 0.1);
    campus.see(60, 0.5);
    assertThat(campus.state(1)).isEqualTo(FREE);

    campus.see(2, 0.5);

    assertThat(campus.state(1)).isEqualTo(UNKNOWN);
  }

  @Test
  void spotThatIsNoLongerJudgedTurnsUnknown() {
    campus.see(4, 0.1, 0.1);
    campus.see(62, 0.1);

    assertThat(campus.state(1)).isEqualTo(FREE);
    assertThat(campus.state(2)).isEqualTo(UNKNOWN);
  }

  @Test
  void silentCameraMakesItsSpotsUnknownAtTheDeadline() {
    campus.see(4, 0.9, 0.1, 0.1);
    assertThat(campus.ledger.view().due()).isEqualTo(campus.now.plusSeconds(10));
    campus.pass(Duration.ofSeconds(10));

    campus.tell(new Command.Tick());

    assertThat(campus.tally().unknown()).isEqualTo(3);
    assertThat(campus.events)
        .extracting(Event::change)
        .contains(new CameraChanged(Campus.CAM, Visibility.CLEAR, Visibility.SILENT));
  }

  @Test
  void framesBeforeASilenceDoNotCountAfterIt() {
    campus.see(3, 0.9);
    campus.pass(Duration.ofSeconds(20));
    campus.see(1, 0.9);
    assertThat(campus.state(1)).isEqualTo(UNKNOWN);

    campus.see(3, 0.9);

    assertThat(campus.state(1)).isEqualTo(OCCUPIED);
  }

  @ParameterizedTest
  @EnumSource(names = {"BLACK", "COVERED", "DAMAGED", "FROZEN"})
  void cameraThatShowsNothingMakesItsSpotsUnknownAfterAWhile(Visibility shows) {
    campus.see(4, 0.1, 0.1, 0.1);
    for (int second = 0; second < 5; second++) {
      campus.pass(Duration.ofSeconds(1));
      campus.tell(campus.frame(shows, 0.9, 0.9, 0.9));
    }
    assertThat(campus.tally().free()).isEqualTo(3);
    campus.pass(Duration.ofSeconds(1));

    campus.tell(campus.frame(shows, 0.9, 0.9, 0.9));

    assertThat(campus.tally().unknown()).isEqualTo(3);
  }

  @Test
  void oneBlackFrameChangesNothing() {
    campus.see(4, 0.1);
    campus.pass(Duration.ofSeconds(1));
    campus.tell(campus.frame(Visibility.BLACK));
    campus.see(6, 0.1);

    assertThat(campus.state(1)).isEqualTo(FREE);
  }

  @Test
  void removedCameraLeavesItsSpotsUnknown() {
    campus.see(4, 0.1);

    campus.tell(new RemoveCamera(Campus.CAM));

    assertThat(campus.state(1)).isEqualTo(UNKNOWN);
    assertThat(campus.ledger.view().cameras()).isEmpty();
  }

  @Test
  void secondCameraKeepsSeeingWhenTheFirstFallsSilent() {
    var other = new CameraId("other");
    campus.tell(new CameraCommand.PlaceCamera(other, Campus.watches(Campus.SPOTS)));
    campus.see(4, 0.1);
    for (int second = 0; second < 15; second++) {
      campus.pass(Duration.ofSeconds(1));
      campus.tell(
          new CameraCommand.Observe(
              other,
              campus.now,
              Visibility.CLEAR,
              campus.frame(Visibility.CLEAR, 0.1).sightings()));
    }

    assertThat(campus.ledger.view().camera(Campus.CAM))
        .extracting(View.CameraView::visibility)
        .isEqualTo(Visibility.SILENT);
    assertThat(campus.state(1)).isEqualTo(FREE);
  }

  @Test
  void staleFrameIsRefused() {
    campus.see(1, 0.1);
    var late = campus.frame(Visibility.CLEAR, 0.9);

    assertThat(campus.tell(late))
        .isInstanceOfSatisfying(
            Rejected.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.STALE));
  }

  @Test
  void clockSetBackDoesNotBlindACamera() {
    campus.see(4, 0.1);
    var earlier = campus.now.minusSeconds(3600);
    for (int second = 0; second < 4; second++) {
      campus.pass(Duration.ofSeconds(1));
      campus.tell(
          new CameraCommand.Observe(
              Campus.CAM,
              earlier.plusSeconds(second),
              Visibility.CLEAR,
              campus.frame(Visibility.CLEAR, 0.9).sightings()));
    }

    assertThat(campus.state(1)).isEqualTo(OCCUPIED);
  }
}
