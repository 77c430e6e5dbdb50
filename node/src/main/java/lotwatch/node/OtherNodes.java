package lotwatch.node;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import lotwatch.feeds.rest.CameraFeed.Jpeg;
import lotwatch.ledger.Journal;
import lotwatch.ledger.Picture.CameraPicture;

/** Pictures of cameras that other nodes hold, fetched from their pages. */
final class OtherNodes implements AutoCloseable {
  private static final Duration WAIT_MAX = Duration.ofSeconds(2);
  private static final Pattern TAG = Pattern.compile("\"(\\d{1,18})-[0-9a-f]+\"");

  private final Journal journal;
  private final InstantSource clock;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(WAIT_MAX).build();

  /** The other nodes as the journal's picture shows them. */
  OtherNodes(Journal journal, InstantSource clock) {
    this.journal = journal;
    this.clock = clock;
  }

  /** A camera's newest frame; empty if its holder has none, or does not answer. */
  Optional<Jpeg> newest(CameraPicture camera) {
    return journal.picture().nodes().stream()
        .filter(node -> node.id().equals(camera.holder()))
        .findFirst()
        .flatMap(holder ->
            fetch(
                URI.create(holder.page())
                    .resolve("/api/cameras/" + camera.id() + "/frame.jpg?here=true")));
  }

  private Optional<Jpeg> fetch(URI frame) {
    try {
      var request = HttpRequest.newBuilder(frame).timeout(WAIT_MAX).build();
      var answer = http.send(request, BodyHandlers.ofByteArray());
      return answer.statusCode() == 200 ? Optional.of(jpeg(answer)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Its time by this machine's clock: the other's may differ. */
  private Jpeg jpeg(HttpResponse<byte[]> answer) {
    var tag = TAG.matcher(answer.headers().firstValue("ETag").orElse(""));
    long age = answer.headers().firstValueAsLong("X-Frame-Age-Ms").orElse(0);
    return new Jpeg(
        tag.matches() ? Long.parseLong(tag.group(1)) : 0,
        clock.instant().minusMillis(age),
        answer.body());
  }

  @Override
  public void close() {
    http.close();
  }
}
