package lotwatch.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import lotwatch.client.Notice;
import lotwatch.client.ParkingException;
import lotwatch.client.ParkingException.Unavailable;
import lotwatch.client.Subscriber;
import tools.jackson.databind.json.JsonMapper;

/** Follows the free capacity at the subscription port. */
record SubscriptionWatch(Common common, FinderUrl url, List<String> lots) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration LOOK = Duration.ofMinutes(1);

  /** Shows so many changes; goes on while the server is away, once it was there. */
  void show(long eventsMax) throws Failure {
    if (lots.isEmpty()) {
      throw new Failure(
          Exit.USAGE, "name the lots to watch: only http://HOST:PORT tells of all there are");
    }
    try (var subscriber =
        url.ask(() -> Subscriber.open(url.addresses(), FinderUrl.TIMEOUTS, lots))) {
      for (long seen = 0; seen < eventsMax && !Thread.currentThread().isInterrupted(); ) {
        var received = url.ask(() -> next(subscriber));
        received.ifPresent(notice -> common.print(common.json ? json(notice) : text(notice)));
        seen += received.isPresent() ? 1 : 0;
      }
    }
  }

  private static Optional<Notice> next(Subscriber subscriber) throws ParkingException {
    try {
      return subscriber.next(LOOK);
    } catch (Unavailable _) {
      return Optional.empty();
    }
  }

  private static String text(Notice notice) {
    return switch (notice) {
      case Notice.Change change ->
          "%s  lot=%s free=%d".formatted(change.at(), change.lot(), change.free());
      case Notice.Gap _ -> "(some events were missed; ask for the lots to know where they stand)";
    };
  }

  private static String json(Notice notice) {
    var line = new LinkedHashMap<String, Object>();
    switch (notice) {
      case Notice.Change change -> {
        line.put("sequence", change.sequence());
        line.put("at", change.at().toString());
        line.put("lot", change.lot());
        line.put("free", change.free());
      }
      case Notice.Gap gap -> {
        line.put("missedAfter", gap.after());
        line.put("missedUpTo", gap.to());
      }
    }
    return JSON.writeValueAsString(line);
  }
}
