package lotwatch.node;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import lotwatch.gateway.rest.HealthRoutes.Readiness;
import lotwatch.gateway.stream.kafka.KafkaStream;
import lotwatch.ledger.Plate;
import lotwatch.ledger.View;
import lotwatch.node.films.CameraFilms;
import lotwatch.projections.history.SqlHistory;
import lotwatch.replica.Replica;
import lotwatch.replica.blobs.NodeBlobs;
import lotwatch.sessions.Clone;
import lotwatch.sessions.Session;
import lotwatch.sessions.Tariffs.Rule;
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
    NodeBlobs blobs,
    CameraFilms films)
    implements Readiness {
  /** So many plates at two places are named in words. */
  private static final int CLONES_MAX = 5;

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
            blobs.degraded(),
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
            clones(replica.view().sessions()),
            unknownLots(replica.view()),
            own.differing().stream().map(line -> "the configuration file: " + line))
        .flatMap(each -> each)
        .toList();
  }

  /** Lots may be added later, so a tariff of one that there is not is no mistake of the file. */
  private static Stream<String> unknownLots(View view) {
    var sessions = view.configuration().content().sessions();
    var known = new HashSet<>(Set.of(""));
    view.lots().forEach(lot -> known.add(lot.id().value()));
    sessions.places().forEach(place -> known.add(place.lot()));
    return sessions.tariffs().rules().stream()
        .map(Rule::lot)
        .filter(lot -> !known.contains(lot))
        .distinct()
        .map(
            "sessions.tariffs has a price for lot '%s', which there is not: it counts nowhere"
                ::formatted);
  }

  private static Stream<String> clones(Collection<Session> open) {
    var clones = Clone.among(open);
    return clones.stream()
        .limit(CLONES_MAX)
        .map(each ->
            "plate %s is at two places at once, %s and %s (%d such in all): two cars have it, or a camera misreads"
                .formatted(
                    new Plate(each.first().key().plate()).masked(),
                    each.first().key().location(),
                    each.second().key().location(),
                    clones.size()));
  }
}
