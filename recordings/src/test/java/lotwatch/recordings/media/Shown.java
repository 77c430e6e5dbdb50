package lotwatch.recordings.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a file shows and sounds when it is decoded, as a program other than our steps finds it.
 *
 * @param frameMicros when each frame is shown
 * @param samples of the first track of sound
 * @param soundMicros when that starts
 * @param soundEndMicros when that ends
 */
record Shown(List<Long> frameMicros, long samples, long soundMicros, long soundEndMicros) {
  static Shown of(Path file) throws Exception {
    var frames = new ArrayList<Long>();
    for (var line : probe(file, "v:0", "frame=best_effort_timestamp_time")) {
      frames.add(micros(line.split(",", -1)[0]));
    }
    var samples = 0L;
    var start = Long.MAX_VALUE;
    var end = 0L;
    for (var line :
        probe(file, "a:0", "frame=best_effort_timestamp_time,duration_time,nb_samples")) {
      var words = line.split(",", -1);
      var at = micros(words[0]);
      start = Math.min(start, at);
      end = Math.max(end, at + micros(words[1]));
      samples += Long.parseLong(words[2]);
    }
    return new Shown(frames, samples, start, end);
  }

  /** How long after the last frame begins the sound ends, in microseconds. */
  long soundAfterVideo() {
    return soundEndMicros - frameMicros.getLast();
  }

  private static List<String> probe(Path file, String stream, String entries) throws Exception {
    return Kit.said(
            Kit.ffmpeg()
                .probeCommand(
                    List.of(
                        "-v",
                        "fatal",
                        "-select_streams",
                        stream,
                        "-show_entries",
                        entries,
                        "-of",
                        "csv=p=0",
                        file.toString())))
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static long micros(String seconds) {
    return Math.round(Double.parseDouble(seconds) * 1e6);
  }
}
