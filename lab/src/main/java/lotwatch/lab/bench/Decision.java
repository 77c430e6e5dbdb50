package lotwatch.lab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import lotwatch.ledger.CameraCommand;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.Command;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.SpotId;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.Visibility;
import lotwatch.ledger.Watch;
import lotwatch.media.sight.Sight;
import lotwatch.media.sight.WatchedSpot;
import lotwatch.replica.DataFolder;
import lotwatch.replica.Replica;
import lotwatch.replica.ReplicaException;
import lotwatch.replica.ReplicaSettings;

/**
 * Where what was seen is decided: the real ledger, its log synced to disk, in a folder of its own.
 */
final class Decision implements AutoCloseable {
  private static final LotId LOT = new LotId("bench");
  private static final CameraId CAMERA = new CameraId("bench");

  private final Path path;
  private final DataFolder folder;
  private final Replica replica;

  Decision() throws IOException, ReplicaException {
    path = Files.createTempDirectory("lotwatch-bench-ledger");
    folder = DataFolder.open(path);
    replica = Replica.open(folder, ReplicaSettings.single("n1"), InstantSource.system());
  }

  /** Begins anew with one lot of these spots and a camera that watches them. */
  void begin(List<WatchedSpot> spots) throws UnavailableException {
    var ids = spots.stream().map(spot -> new SpotId(spot.id())).toList();
    replica.submit(new CameraCommand.RemoveCamera(CAMERA), null);
    done(new LotCommand.OpenLot(LOT, "Bench", spots.size(), ids));
    done(new CameraCommand.PlaceCamera(CAMERA, spots.stream().map(Decision::watch).toList()));
  }

  /** Tells the ledger what was seen, and waits until it has decided and that is on disk. */
  void decide(Instant at, Sight.Seen seen) throws UnavailableException {
    var sightings =
        seen.sightings().stream()
            .map(each -> new CameraCommand.Sighting(new SpotId(each.spot()), each.occupied()))
            .toList();
    done(
        new CameraCommand.Observe(
            CAMERA, at, Visibility.valueOf(seen.visibility().name()), sightings));
  }

  private void done(Command command) throws UnavailableException {
    if (replica.submit(command, null) instanceof Outcome.Rejected refused) {
      throw new IllegalStateException("refused: " + refused.detail());
    }
  }

  private static Watch watch(WatchedSpot spot) {
    var outline =
        spot.outline().corners().stream()
            .map(corner -> new Watch.Corner(corner.x(), corner.y()))
            .toList();
    return new Watch(LOT, new SpotId(spot.id()), outline);
  }

  @Override
  public void close() throws IOException, ReplicaException {
    replica.close();
    folder.close();
    try (var files = Files.walk(path)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
