package lotwatch.lab.up;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import lotwatch.sessions.Sighting;

/** Sends sightings to a node by REST, and each batch again and again until it is taken. */
final class Cameras {
  static final int BATCH = 50;

  /** Tries of one batch: a node that is killed is away for seconds. */
  private static final int TRIES_MAX = 2_400;

  private static final long PAUSE_MILLIS = 100;

  private final Supplier<Running> node;
  private final Semaphore taken = new Semaphore(0);

  /**
   * @param node the one that runs now
   */
  Cameras(Supplier<Running> node) {
    this.node = node;
  }

  /** Returns when all are taken. */
  void send(List<Sighting> sightings) throws InterruptedException {
    for (int at = 0; at < sightings.size(); at += BATCH) {
      var body = body(sightings.subList(at, Math.min(sightings.size(), at + BATCH)));
      int tries = 0;
      while (!isTaken(body)) {
        if (++tries == TRIES_MAX) {
          throw new AssertionError("no node takes sightings");
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
      taken.release();
    }
  }

  /** Waits until so many more batches are taken. */
  void awaitTaken(int batches) throws InterruptedException {
    if (!taken.tryAcquire(batches, Running.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("no node takes sightings");
    }
  }

  private boolean isTaken(String body) throws InterruptedException {
    var to = node.get();
    try {
      var answer =
          to.send(
              HttpRequest.newBuilder(to.uri().resolve("/api/sightings"))
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(body)));
      if (answer.statusCode() / 100 == 4) {
        throw new AssertionError(new String(answer.body(), UTF_8));
      }
      return answer.statusCode() == 200;
    } catch (IOException _) {
      return false; // it is dead
    }
  }

  private static String body(List<Sighting> sightings) {
    return sightings.stream()
        .map(each ->
            "{\"id\":\"%s\",\"plate\":\"%s\",\"location\":\"%s\",\"status\":\"%s\",\"time\":%d}"
                .formatted(
                    each.id(),
                    each.key().plate(),
                    each.key().location(),
                    each.status(),
                    each.second()))
        .collect(Collectors.joining(",", "{\"sightings\":[", "]}"));
  }
}
