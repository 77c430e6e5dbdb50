package lotwatch.node;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.View.CameraView;
import lotwatch.ledger.View.NodeView;
import lotwatch.media.camera.Still;
import lotwatch.wire.CameraFeed.Jpeg;
import lotwatch.wire.Frames;
import lotwatch.wire.Frames.Away;
import lotwatch.wire.Frames.Rejected;
import lotwatch.wire.Frames.Taken;
import lotwatch.wire.json.Json;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;

/** Pictures of cameras that other nodes hold: fetched from their pages, and brought there. */
final class OtherNodes implements AutoCloseable {
  private static final Duration WAIT_MAX = Duration.ofSeconds(2);
  private static final Pattern TAG = Pattern.compile("\"(\\d{1,18})-[0-9a-f]+\"");

  private final EventLog eventLog;
  private final InstantSource clock;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(WAIT_MAX).build();

  /** The other nodes as the view shows them. */
  OtherNodes(EventLog eventLog, InstantSource clock) {
    this.eventLog = eventLog;
    this.clock = clock;
  }

  /** A camera's newest frame; empty if its holder has none, or does not answer. */
  Optional<Jpeg> newest(CameraView camera) {
    return holder(camera)
        .flatMap(holder ->
            fetch(
                URI.create(holder.page())
                    .resolve("/api/cameras/" + camera.id() + "/frame.jpg?here=true")));
  }

  /**
   * Gives a picture to the node that holds its camera.
   *
   * @param camera with its holder
   * @param waitMax until it has been taken there
   */
  Frames.Answer give(CameraView camera, byte[] image, Duration waitMax) {
    var holder = holder(camera);
    if (holder.isEmpty()) {
      return new Away("%s, which held camera %s, is gone".formatted(camera.holder(), camera.id()));
    }
    try {
      var request =
          HttpRequest.newBuilder(
                  URI.create(holder.get().page())
                      .resolve("/api/cameras/" + camera.id() + "/frame?here=true"))
              .timeout(waitMax)
              .header("Content-Type", Still.isPng(image) ? "image/png" : "image/jpeg")
              .POST(BodyPublishers.ofByteArray(image));
      return answer(camera, http.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      return new Away(
          "%s, which holds camera %s, does not answer".formatted(camera.holder(), camera.id()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Away("this node stops");
    }
  }

  private static Frames.Answer answer(CameraView camera, HttpResponse<byte[]> answer) {
    if (answer.statusCode() == 204) {
      return new Taken(false);
    }
    try {
      var problem = Json.read(answer.body(), Problem.class);
      for (var reason : Frames.Reason.values()) {
        if (reason.name().equals(problem.reason())) {
          return new Rejected(reason, problem.detail());
        }
      }
      return new Away("%s says: %s".formatted(camera.holder(), problem.detail()));
    } catch (ProblemException e) {
      return new Away("%s answers %d".formatted(camera.holder(), answer.statusCode()));
    }
  }

  private Optional<NodeView> holder(CameraView camera) {
    return eventLog.view().nodes().stream()
        .filter(node -> node.id().equals(camera.holder()))
        .findFirst();
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
