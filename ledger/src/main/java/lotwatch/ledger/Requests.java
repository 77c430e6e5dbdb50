package lotwatch.ledger;

import java.time.Instant;
import java.util.stream.Stream;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
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

  private Answered table(RequestId request) {
    return request.isOfNode() ? ofNodes : ofClients;
  }

  @Nullable Outcome answerTo(RequestId request) {
    var known = table(request).get(request);
    return known == null ? null : known.outcome();
  }

  /**
   * Why this client must wait before it names another request: it named so many that its own newest
   * ones would be forgotten, and a retry of them would happen twice. Null if it need not.
   */
  @Nullable Rejected throttle(RequestId request, Instant now) {
    var forgotten = request.client() == 0 ? null : table(request).nextOf(request.client());
    if (forgotten == null || !forgotten.at().plus(RequestId.REQUEST_AGE_MIN).isAfter(now)) {
      return null;
    }
    return new Rejected(
        Reason.LIMIT,
        "named requests are %d within %d s, which is the limit: try again later"
            .formatted(RequestId.REQUESTS_MAX, RequestId.REQUEST_AGE_MIN.toSeconds()));
  }

  void remember(RequestState request) {
    table(request.id()).put(request);
  }

  Stream<RequestState> save() {
    return Stream.of(ofClients, ofNodes).flatMap(Answered::all);
  }
}
