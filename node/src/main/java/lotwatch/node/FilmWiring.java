package lotwatch.node;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.function.Supplier;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.Inbox;
import lotwatch.node.films.CameraFilms;
import lotwatch.node.films.FilmRetention;
import lotwatch.node.placement.CameraPlan;
import lotwatch.replica.Replica;
import lotwatch.replica.blobs.NodeBlobs;

/** Where what cameras record meets the blobs and the ledger. */
final class FilmWiring {
  private FilmWiring() {}

  /**
   * Takes what cameras record, from now on.
   *
   * @param plan how each camera is configured now
   */
  static CameraFilms open(
      NodeBlobs blobs,
      Replica replica,
      Inbox inbox,
      Supplier<Map<CameraId, CameraPlan>> plan,
      Opened opened,
      MeterRegistry registry) {
    var retention =
        opened.add(
            new FilmRetention(
                new FilmRetention.Parts(
                    inbox,
                    replica,
                    replica::leading,
                    plan,
                    replica.clock(),
                    blobs::removeUnneeded)));
    var films = opened.add(new CameraFilms(blobs, inbox, retention::makeSpace));
    retention.begin();
    FunctionCounter.builder("lotwatch.films.kept", films, CameraFilms::kept)
        .description("pieces that cameras of this node recorded and that were kept")
        .register(registry);
    FunctionCounter.builder("lotwatch.films.lost", films, CameraFilms::lost)
        .description("pieces that cameras of this node recorded and that could not be kept")
        .register(registry);
    return films;
  }
}
