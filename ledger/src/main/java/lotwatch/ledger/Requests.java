package lotwatch.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The requests that were answered lately, oldest first, bounded by count and age. Those that nodes
 * name themselves have bounds of their own: however many there are, those of callers stay.
 */
final class Requests {
  private final Answered ofClients =
      new Answered(RequestId.REQUESTS_MAX, RequestId.REQUEST_AGE_MAX);
  private final Answered ofNodes =
      new Answered(RequestId.NODE_REQUESTS_MAX, RequestId.NODE_REQUEST_AGE_MAX);

  /** A table, the oldest first. */
  private record Answered(int countMax, Duration ageMax, Map<RequestId, RequestState> requests) {
    Answered(int countMax, Duration ageMax) {
      this(countMax, ageMax, new LinkedHashMap<>());
    }

    void forgetOld(Instant now) {
      var oldest = requests.values().iterator();
      while (oldest.hasNext()) {
        var request = oldest.next();
        if (requests.size() <= countMax && !request.at().plus(ageMax).isBefore(now)) {
          return;
        }
        oldest.remove();
      }
    }
  }

  private Answered table(RequestId request) {
    return request.isOfNode() ? ofNodes : ofClients;
  }

  @Nullable Outcome answerTo(RequestId request) {
    var known = table(request).requests().get(request);
    return known == null ? null : known.outcome();
  }

  void remember(RequestState request) {
    var table = table(request.id());
    table.requests().put(request.id(), request);
    table.forgetOld(request.at());
  }

  Stream<RequestState> save() {
    return Stream.of(ofClients, ofNodes).flatMap(table -> table.requests().values().stream());
  }
}
