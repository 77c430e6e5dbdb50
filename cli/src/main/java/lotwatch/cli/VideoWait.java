package lotwatch.cli;

import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Waits until a recording is made, and shows how far it is. */
final class VideoWait {
  private static final Duration POLL_EVERY = Duration.ofSeconds(1);
  private static final long PARTS = 1_000;
  private static final double NANOS = 1e9;

  private final Server server;
  private final String id;
  private String step = "";
  private double progressBefore;
  private long stepNanos;

  VideoWait(Server server, String id) {
    this.server = server;
    this.id = id;
  }

  /** Returns the recording once nothing more comes of it. */
  JsonNode await() throws Failure {
    var path = "/api/recordings/" + Server.segment(id);
    try (var bar = Bars.parts("encoding", PARTS)) {
      while (true) {
        var recording = server.get(path);
        if (!recording.has("progress")) {
          bar.at(PARTS);
          return recording;
        }
        show(recording, bar);
        Thread.sleep(POLL_EVERY);
      }
    } catch (InterruptedException e) {
      throw Server.interrupted(e);
    }
  }

  private void show(JsonNode recording, Bars bar) {
    var status = recording.path("status").asString("");
    double progress = recording.path("progress").asDouble(0);
    if (!status.equals(step)) {
      step = status;
      stepNanos = System.nanoTime();
      progressBefore = progress;
    }
    bar.at(Math.round(progress * PARTS));
    bar.say(
        "%s, %d of %d pieces%s%s"
            .formatted(
                status,
                recording.path("done").asInt(0),
                recording.path("pieces").asInt(0),
                speed(recording, progress),
                recording.has("waits") ? ", waits: " + recording.path("waits").asString("") : ""));
  }

  /** Frames per second and time left, once there is something to tell them from. */
  private String speed(JsonNode recording, double progress) {
    double seconds = (System.nanoTime() - stepNanos) / NANOS;
    double made = progress - progressBefore;
    if (made <= 0 || seconds <= 0) {
      return "";
    }
    double frames = recording.path("facts").path("frames").asDouble(0);
    var fps = frames > 0 ? String.format(Locale.ROOT, ", %.0f fps", frames * made / seconds) : "";
    return fps
        + String.format(Locale.ROOT, ", %.0f s left in this step", (1 - progress) * seconds / made);
  }

  /** The exit code that says what came of it. */
  static int exit(JsonNode recording) {
    return recording.path("status").asString("").equals("completed") ? Exit.OK : Exit.REFUSED;
  }
}
