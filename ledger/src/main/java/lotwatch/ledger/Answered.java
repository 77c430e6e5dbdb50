package lotwatch.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A bounded table of answered requests, the oldest first. Where it is full, the client with the
 * most requests loses its oldest: so a flood pushes out itself.
 */
final class Answered {
  private static final Comparator<Share> LARGEST_LAST =
      Comparator.comparingInt(Share::count).thenComparingInt(Share::client);

  private final int countMax;
  private final Duration ageMax;
  private final SequencedMap<RequestId, RequestState> requests = new LinkedHashMap<>();
  private final Map<Integer, SequencedSet<RequestId>> byClient = new HashMap<>();
  private final NavigableSet<Share> shares = new TreeSet<>(LARGEST_LAST);

  /** How many requests of a client are remembered. */
  private record Share(int count, int client) {}

  Answered(int countMax, Duration ageMax) {
    this.countMax = countMax;
    this.ageMax = ageMax;
  }

  @Nullable RequestState get(RequestId request) {
    return requests.get(request);
  }

  /** All of them, the oldest first. */
  Stream<RequestState> all() {
    return requests.values().stream();
  }

  /**
   * The request of this client that would be forgotten for one more of it; null if one more has
   * room, or is made room for by another.
   */
  @Nullable RequestState nextOf(int client) {
    var own = byClient.get(client);
    if (own == null || requests.size() < countMax) {
      return null;
    }
    var withOneMore = new Share(own.size() + 1, client);
    return LARGEST_LAST.compare(withOneMore, shares.last()) < 0
        ? null
        : requests.get(own.getFirst());
  }

  /** Of a client that has a share. */
  private RequestId oldestOf(int client) {
    return Objects.requireNonNull(byClient.get(client)).getFirst();
  }

  void put(RequestState request) {
    remove(request.id());
    requests.put(request.id(), request);
    share(request.id().client(), own -> own.add(request.id()));
    while (!requests.isEmpty() && isOld(requests.firstEntry().getValue(), request.at())) {
      remove(requests.firstEntry().getKey());
    }
    while (requests.size() > countMax) {
      var largest = shares.last();
      // Where all have one, it is the oldest of all: the newest must not be the one that goes.
      remove(largest.count() > 1 ? oldestOf(largest.client()) : requests.firstEntry().getKey());
    }
  }

  private boolean isOld(RequestState request, Instant now) {
    return request.at().plus(ageMax).isBefore(now);
  }

  private void remove(RequestId request) {
    var known = requests.remove(request);
    if (known != null) {
      share(known.id().client(), own -> own.remove(known.id()));
    }
  }

  private interface Change {
    void make(SequencedSet<RequestId> own);
  }

  private void share(int client, Change change) {
    var own = byClient.computeIfAbsent(client, _ -> new LinkedHashSet<>());
    shares.remove(new Share(own.size(), client));
    change.make(own);
    if (own.isEmpty()) {
      byClient.remove(client);
    } else {
      shares.add(new Share(own.size(), client));
    }
  }
}
