package lotwatch.replica.blobs;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.util.List;
import lotwatch.wire.blobs.BlobsAwayException;

/** Calls of a store, and whether it answers. */
final class StoreCalls {
  private static final System.Logger LOG = System.getLogger("lotwatch.replica.blobs");

  private final ObjectStore store;
  private volatile String trouble = "";

  StoreCalls(ObjectStore store) {
    this.store = store;
  }

  /** One call. */
  @FunctionalInterface
  interface Call<T> {
    T make(ObjectStore store) throws IOException;
  }

  /** One call that tells nothing. */
  @FunctionalInterface
  interface Order {
    void make(ObjectStore store) throws IOException;
  }

  /** Makes one, and remembers whether the store answered. */
  <T> T ask(Call<T> call) throws IOException {
    try {
      var answer = call.make(store);
      if (!trouble.isEmpty()) {
        trouble = "";
        LOG.log(INFO, "{0} answers again", store.address());
      }
      return answer;
    } catch (BlobsAwayException e) {
      if (trouble.isEmpty()) {
        LOG.log(WARNING, "recordings.store: {0}", e.getMessage());
      }
      trouble = String.valueOf(e.getMessage());
      throw e;
    }
  }

  /** The same. */
  void tell(Order order) throws IOException {
    var _ =
        ask(it -> {
          order.make(it);
          return true;
        });
  }

  String address() {
    return store.address();
  }

  /** Why the last call was not answered; nothing if it was. */
  List<String> degraded() {
    var now = trouble;
    return now.isEmpty() ? List.of() : List.of("recordings.store: " + now);
  }

  void close() {
    store.close();
  }
}
