package lotwatch.lab.up;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Cars of the lot {@code deck}, counted by whatever server is there. */
final class Cars {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private Cars() {}

  /** A car comes or goes; what the server says does not matter. */
  static void count(URI server, int delta) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(server.resolve("/api/lots/deck/counts"))
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(10))
            .POST(BodyPublishers.ofString("{\"delta\":%d}".formatted(delta)))
            .build();
    try {
      HTTP.send(request, BodyHandlers.discarding());
    } catch (IOException _) {
      TimeUnit.MILLISECONDS.sleep(20); // it is dead
    }
  }
}
