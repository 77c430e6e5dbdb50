package lotwatch.ledger;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lotwatch.ledger.LedgerState.RequestState;
import org.jspecify.annotations.Nullable;

/** The requests that were answered lately, oldest first, bounded by count and age. */
final class Requests {
  private final Map<RequestId, RequestState> answered = new LinkedHashMap<>();

  @Nullable Outcome answerTo(RequestId request) {
    var known = answered.get(request);
    return known == null ? null : known.outcome();
  }

  void remember(RequestState request) {
    answered.put(request.id(), request);
    forgetOld(request.at());
  }

  private void forgetOld(Instant now) {
    var oldest = answered.values().iterator();
    while (oldest.hasNext()) {
      var request = oldest.next();
      if (answered.size() <= Limits.REQUESTS_MAX
          && !request.at().plus(Limits.REQUEST_AGE_MAX).isBefore(now)) {
        return;
      }
      oldest.remove();
    }
  }

  List<RequestState> save() {
    return List.copyOf(answered.values());
  }
}
