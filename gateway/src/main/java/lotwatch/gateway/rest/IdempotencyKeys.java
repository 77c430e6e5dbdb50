package lotwatch.gateway.rest;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import lotwatch.ledger.RequestId;
import lotwatch.records.Fingerprint;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Turns {@code Idempotency-Key} into the ledger's request id.
 *
 * <p>The request id is the hash of key, method, path and what is asked, so the ledger itself
 * answers a retry, on whichever node and after whatever crash, and two different requests never
 * share an answer. That a key is used again for something else (422) is noticed from a table in
 * this process, of the last {@link #KEYS_MAX} keys; without that memory it would be a request of
 * its own.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">The
 *     Idempotency-Key header</a>
 */
final class IdempotencyKeys {
  /** Characters in a key. */
  static final int KEY_LENGTH_MAX = 255;

  /** Keys whose use is remembered; as many as the ledger remembers requests. */
  static final int KEYS_MAX = RequestId.REQUESTS_MAX;

  private static final String HEADER = "Idempotency-Key";

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, String> asked =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > KEYS_MAX;
        }
      };

  /**
   * The request's id; null if it carries no key.
   *
   * @param what everything that is asked beside method and path
   * @throws ProblemException 400 if the key is empty, too long or unprintable, 422 if it was used
   *     for something else
   */
  @Nullable RequestId of(Context ctx, String what) throws ProblemException {
    String key = ctx.header(HEADER);
    if (key == null) {
      return null;
    }
    if (key.isBlank() || key.length() > KEY_LENGTH_MAX || !key.chars().allMatch(c -> c > 31)) {
      throw ProblemException.wrong(
          HEADER, "must be 1 to %d printable characters".formatted(KEY_LENGTH_MAX));
    }
    String scope = Fingerprint.of(key, ctx.method().name(), ctx.path());
    String asks = Fingerprint.of(scope, what);
    lock.lock();
    try {
      String before = asked.putIfAbsent(scope, asks);
      if (before != null && !before.equals(asks)) {
        throw new ProblemException(
            Problem.of(
                    422,
                    "Idempotency-Key used again",
                    HEADER + " was used for another request; take a new one for each request")
                .at(HEADER));
      }
    } finally {
      lock.unlock();
    }
    return new RequestId("http-" + asks);
  }
}
