package lotwatch.gateway.observations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import lotwatch.gateway.LedgerInbox;
import lotwatch.ledger.CameraCommand.PlaceCamera;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.LotCommand.OpenLot;
import lotwatch.ledger.LotId;
import lotwatch.ledger.SpotId;
import lotwatch.ledger.Watch;
import lotwatch.ledger.Watch.Corner;
import lotwatch.wire.Observation;
import lotwatch.wire.Observation.Sighting;
import lotwatch.wire.Observation.Visibility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObservationSourceTest {
  private final Instant noon = Instant.now();
  private final LedgerInbox ledger = new LedgerInbox();
  private final ObservationSource source = new ObservationSource(ledger);

  @BeforeEach
  void place() throws Exception {
    var lot = new LotId("north");
    var spot = new SpotId("1");
    var outline = List.of(new Corner(0, 0), new Corner(1, 0), new Corner(1, 1));
    ledger.submit(new OpenLot(lot, "North", 1, List.of(spot)), null);
    ledger.submit(
        new PlaceCamera(new CameraId("cam"), List.of(new Watch(lot, spot, outline))), null);
  }

  @AfterEach
  void shut() {
    source.close();
  }

  @Test
  void framesThatAgreeTurnTheSpot() {
    for (int second = 0; second < 6; second++) {
      source.accept(seen("cam", second));
    }

    await(() -> ledger.lot("north").tally().occupied() == 1);
  }

  @Test
  void whatComesWhileTheLedgerIsAwayIsDroppedAndCounted() {
    ledger.away(true);
    source.accept(seen("cam", 0));
    source.accept(seen("cam", 1));

    await(() -> source.dropped() == 2);
  }

  @Test
  void unknownCameraIsRefusedAndTheNextOneStillAnswered() {
    source.accept(seen("nobody", 0));
    await(() -> source.refused() == 1);
    for (int second = 0; second < 6; second++) {
      source.accept(seen("cam", second));
    }

    await(() -> ledger.lot("north").tally().occupied() == 1);
  }

  @Test
  void invalidCameraIsRefused() {
    source.accept(seen("no good", 0));

    await(() -> source.refused() == 1);
  }

  private Observation seen(String camera, int second) {
    return new Observation(
        camera, noon.plusSeconds(second), Visibility.CLEAR, List.of(new Sighting("1", 0.99)));
  }

  private static void await(BooleanSupplier there) {
    long end = System.nanoTime() + 60_000_000_000L;
    while (!there.getAsBoolean()) {
      assertThat(System.nanoTime()).as("a minute later it is still not so").isLessThan(end);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
