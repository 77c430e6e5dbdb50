package lotwatch.recordings.media;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Small images of a video, side by side in one file: the time is cut into intervals of equal
 * length, and each has the frame of its middle.
 *
 * @param intervalMillis how long each interval is
 * @param count of intervals, up to {@value #COUNT_MAX}
 */
record Thumbnails(long intervalMillis, int count) {
  /** Thumbnails of one video, however long it is. */
  static final int COUNT_MAX = 100;

  /** Bytes of the image that they are in. */
  static final long BYTES_MAX = 1 << 20;

  private static final long INTERVAL_MILLIS_MIN = 1_000;
  private static final int COLUMNS_MAX = 10;

  /** Of each, in pixels; what has another shape gets black bars. */
  private static final int WIDTH = 160;

  private static final int HEIGHT = 90;

  /** On the encoder's scale of 2 to 31, the best first. */
  private static final int QUALITY = 6;

  private static final int MICROS = 1_000;

  /** Those of a video, from the time at which players begin to its end. */
  static Thumbnails of(Probed probed) {
    long millis = Math.max(1, ceil(endMicros(probed) - probed.startMicros(), MICROS));
    long interval = Math.max(INTERVAL_MILLIS_MIN, ceil(millis, COUNT_MAX));
    return new Thumbnails(interval, Math.toIntExact(ceil(millis, interval)));
  }

  private static long endMicros(Probed probed) {
    return probed.video().timeBase().micros(probed.frames().endTick());
  }

  private static long ceil(long number, long by) {
    return Math.ceilDiv(number, by);
  }

  private int columns() {
    return Math.min(count, COLUMNS_MAX);
  }

  private int rows() {
    return Math.ceilDiv(count, COLUMNS_MAX);
  }

  /** What ffmpeg is told. Where keyframes are close enough, nothing else is decoded. */
  List<String> arguments(Probed probed, Path source, Path sprite, Limits limits) {
    var words = new ArrayList<>(Rules.begin());
    words.addAll(Rules.input(limits, Rules.FORMATS));
    words.addAll(List.of("-threads", "1"));
    if (keyGapMicros(probed) <= intervalMillis * MICROS / 2) {
      words.addAll(List.of("-skip_frame", "nokey")); // discarding packets would move the times
    }
    words.addAll(List.of("-i", Rules.file(source), "-map", "0:" + probed.video().index()));
    words.addAll(List.of("-vf", filters(), "-frames:v", "1", "-c:v", "mjpeg"));
    words.addAll(List.of("-q:v", Integer.toString(QUALITY), "-threads", "1"));
    words.addAll(List.of("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact"));
    words.addAll(List.of("-f", "image2", "-update", "1", Rules.file(sprite)));
    return words;
  }

  /** The longest time without a keyframe. */
  private static long keyGapMicros(Probed probed) {
    var base = probed.video().timeBase();
    long gap = 0;
    long last = probed.startMicros();
    for (long tick : probed.frames().keyTicks().toArray()) {
      gap = Math.max(gap, base.micros(tick) - last);
      last = base.micros(tick);
    }
    return Math.max(gap, endMicros(probed) - last);
  }

  /** The last frame stands for what comes after it, up to the end. */
  private String filters() {
    return String.join(
        ",",
        "fps=fps=1000/%d:start_time=0:round=near:eof_action=pass".formatted(intervalMillis),
        "scale=w='max(2,2*round(min(%1$d,%2$d*dar)/2))':h='max(2,2*round(min(%2$d,%1$d/dar)/2))'"
            .formatted(WIDTH, HEIGHT),
        "setsar=1",
        "pad=w=%d:h=%d:x=-1:y=-1".formatted(WIDTH, HEIGHT),
        "tpad=stop=%d:stop_mode=clone".formatted(count),
        "tile=layout=%dx%d:nb_frames=%d".formatted(columns(), rows(), count),
        "format=yuvj420p");
  }

  /** Which part of the image shows which time, as WebVTT. */
  String cues(String sprite) {
    var text = new StringBuilder("WEBVTT\n");
    for (int i = 0; i < count; i++) {
      text.append(
          "\n%s --> %s\n%s#xywh=%d,%d,%d,%d\n"
              .formatted(
                  time(i * intervalMillis),
                  time((i + 1) * intervalMillis),
                  sprite,
                  i % COLUMNS_MAX * WIDTH,
                  i / COLUMNS_MAX * HEIGHT,
                  WIDTH,
                  HEIGHT));
    }
    return text.toString();
  }

  private static String time(long millis) {
    var time = Duration.ofMillis(millis);
    return "%02d:%02d:%02d.%03d"
        .formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart(), time.toMillisPart());
  }
}
