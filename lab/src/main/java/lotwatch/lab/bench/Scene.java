package lotwatch.lab.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.media.Polygon;
import lotwatch.media.sight.WatchedSpot;

/** What is measured on: a 1080p clip and {@value #SPOTS} spots all over its frame. */
final class Scene {
  static final int SPOTS = 101;

  private static final int COLUMNS = 13;

  private Scene() {}

  /** A 1080p, 25 frames per second, 4 Mbit/s H.264 clip that moves everywhere. */
  static Path clip(Ffmpeg ffmpeg, Path folder, int seconds) throws Exception {
    var file = folder.resolve("clip.mp4");
    var words =
        List.of(
            "-nostdin",
            "-v",
            "error",
            "-y",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=1920x1080:r=25:d=" + seconds,
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-b:v",
            "4M",
            "-maxrate",
            "4M",
            "-bufsize",
            "8M",
            "-g",
            "50",
            "-pix_fmt",
            "yuv420p",
            file.toString());
    if (ffmpeg.command(words).inheritIO().start().waitFor() != 0) {
      throw new IOException("ffmpeg made no clip");
    }
    return file;
  }

  /** Slanted spots in rows, about 110 x 90 pixels each in a frame of 1080p. */
  static List<WatchedSpot> spots() {
    var spots = new ArrayList<WatchedSpot>();
    for (int i = 0; i < SPOTS; i++) {
      var x = 0.02 + (i % COLUMNS) * 0.073;
      var row = i / COLUMNS;
      var y = 0.08 + row * 0.11;
      spots.add(
          new WatchedSpot(
              "s" + i,
              new Polygon(
                  List.of(
                      new Polygon.Point(x + 0.012, y),
                      new Polygon.Point(x + 0.057, y),
                      new Polygon.Point(x + 0.045, y + 0.083),
                      new Polygon.Point(x, y + 0.083)))));
    }
    return spots;
  }
}
