package lotwatch.node;

import java.util.List;
import java.util.stream.Stream;
import lotwatch.gateway.rest.HealthRoutes.Readiness;
import lotwatch.gateway.stream.Clones;
import lotwatch.gateway.stream.kafka.KafkaStream;
import lotwatch.node.films.CameraFilms;
import lotwatch.projections.history.SqlHistory;
import lotwatch.replica.Replica;
import lotwatch.wire.recordings.Waiting;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the way of a node, and what should be mended.
 *
 * @param stream null if no broker is named
 */
record NodeReadiness(
    Replica replica,
    OwnConfiguration own,
    Expected expected,
    SqlHistory history,
    @Nullable KafkaStream stream,
    CameraFilms films)
    implements Readiness {
  @Override
  public List<String> obstacles() {
    var broken = replica.broken();
    if (broken != null) {
      return List.of(broken);
    }
    return replica.leader() == null ? List.of("the ledger has no leader now") : List.of();
  }

  @Override
  public List<String> degraded() {
    return Stream.of(
            expected.degraded(),
            own.degraded(),
            replica.degraded(),
            history.degraded(),
            StreamWiring.degraded(stream),
            films.degraded(),
            Waiting.told(replica.view()))
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public List<String> details() {
    return Stream.of(
            expected.details().stream(),
            StreamWiring.details(stream),
            Clones.told(replica.view().sessions()).stream(),
            own.differing().stream().map(line -> "the configuration file: " + line))
        .flatMap(each -> each)
        .toList();
  }
}
