package lotwatch.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.ffmpeg.FfmpegSearch;
import lotwatch.media.camera.CameraSettings;
import lotwatch.media.camera.Decoders;
import lotwatch.media.camera.Trial;
import lotwatch.media.camera.VideoSettings;
import lotwatch.node.SitePlan;

/** Opens each camera of a configuration once, some at the same time, and says what it gives. */
final class CameraTrials {
  /** Cameras that are tried at the same time. */
  static final int AT_ONCE_MAX = 8;

  private CameraTrials() {}

  /** Says it, in the order of the configuration; true if every camera gives an image. */
  static boolean of(VideoSettings video, SitePlan plan, PrintWriter out) throws Failure {
    var search = new FfmpegSearch(video.ffmpeg().orElse(null), Ffmpeg.defaultCache());
    var decoders = new Decoders(search, SitePlan.SIMULATED);
    boolean allWork = true;
    try (var threads =
        Executors.newFixedThreadPool(AT_ONCE_MAX, Thread.ofVirtual().name("try-", 0).factory())) {
      var trials = new ArrayList<Future<Trial>>();
      var tried = plan.cameras().stream().map(camera -> camera.settings()).toList();
      for (CameraSettings camera : tried) {
        trials.add(threads.submit(() -> Trial.of(decoders, camera)));
      }
      for (var i = 0; i < tried.size(); i++) {
        var trial = trials.get(i).get();
        out.println(
            "  camera %s %s: %s"
                .formatted(tried.get(i).id(), trial.works() ? "works" : "FAILS", trial.said()));
        out.flush();
        allWork &= trial.works();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(Exit.UNAVAILABLE, "interrupted while cameras were tried");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a camera could not be tried", e.getCause());
    }
    return allWork;
  }
}
