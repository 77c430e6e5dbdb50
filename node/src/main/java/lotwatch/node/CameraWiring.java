package lotwatch.node;

import java.util.List;
import java.util.Optional;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.View.CameraView;
import lotwatch.media.Cameras;
import lotwatch.media.sight.Sight;
import lotwatch.media.sight.SpotNet;
import lotwatch.media.sight.WatchedSpot;
import lotwatch.media.spots.Spot;
import lotwatch.media.worker.Looker;
import lotwatch.replica.link.CameraLink;
import lotwatch.wire.CameraFeed;
import lotwatch.wire.HeldCameras;
import lotwatch.wire.Observation;

/** Where the packages of media meet each other and the gateways: each knows only its own words. */
final class CameraWiring {
  private CameraWiring() {}

  /** What looks at one camera's frames. */
  static Looker looker(SpotNet net, List<Spot> spots) {
    var watched = spots.stream().map(spot -> new WatchedSpot(spot.id(), spot.outline())).toList();
    var sight = new Sight(net, watched);
    return (camera, frame) -> {
      var seen = sight.look(frame);
      return new Observation(camera, frame.at(), seen.visibility(), seen.sightings());
    };
  }

  /** The cameras of this node and of the others, as the feeds ask for them. */
  static CameraFeed feed(Cameras cameras, HeldCameras here, CameraLink link) {
    return new CameraFeed() {
      @Override
      public Optional<Jpeg> newest(CameraId camera) {
        return here.newest(camera);
      }

      @Override
      public Optional<Jpeg> elsewhere(CameraView camera) {
        return link.newest(camera);
      }

      @Override
      public Optional<CameraHealth> health(CameraId camera) {
        return cameras.state(camera.value()).map(CameraWiring::health);
      }
    };
  }

  private static CameraFeed.CameraHealth health(Cameras.Report report) {
    var state = report.state();
    var word =
        switch (state.phase()) {
          case STARTING -> "starting";
          case LIVE -> "running";
          case RETRYING -> "waiting";
          case ENDED -> "ended";
        };
    return new CameraFeed.CameraHealth(
        report.settings().source().toString(),
        word,
        state.reason().isEmpty() ? null : state.reason(),
        state.lastFrameAt().orElse(null),
        report.intake().dropped());
  }
}
