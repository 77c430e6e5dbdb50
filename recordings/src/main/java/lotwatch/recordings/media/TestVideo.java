package lotwatch.recordings.media;

import static lotwatch.wire.recordings.Wanted.SIDE_MAX;
import static lotwatch.wire.recordings.Wanted.SIDE_MIN;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A video to try things with: a pattern that moves and counts its frames, and a tone that beeps
 * every second. Along the upper edge stand {@value #BITS} boxes of equal width, a twelfth of the
 * frame high, which are the frame's number from 0, the lowest bit on the left: white is 1, black 0.
 *
 * @param seconds how long, 1 to {@value #SECONDS_MAX}
 * @param width of its frames in pixels, even
 * @param height of its frames in pixels, even
 * @param rate frames per second
 */
public record TestVideo(int seconds, int width, int height, Ratio rate) {
  /** The numbers of frames are told apart up to 2 to that power. */
  public static final int BITS = 16;

  /** A day. */
  public static final int SECONDS_MAX = 86_400;

  /**
   * Makes the file, which appears when it is whole.
   *
   * @param target an absolute path that ends in {@code .mp4}, {@code .mov} or {@code .mkv}
   * @throws MediaException if a number is out of its limits, or it cannot be made
   */
  public void make(Sandbox sandbox, Path target) throws MediaException, InterruptedException {
    var name = String.valueOf(target.getFileName());
    var folder = target.getParent();
    if (seconds < 1 || seconds > SECONDS_MAX) {
      throw MediaException.refused("seconds %d: 1 to %d".formatted(seconds, SECONDS_MAX));
    }
    if (width < SIDE_MIN
        || width > SIDE_MAX
        || width % 2 != 0
        || height < SIDE_MIN
        || height > SIDE_MAX
        || height % 2 != 0) {
      throw MediaException.refused(
          "%d x %d: even numbers from %d to %d".formatted(width, height, SIDE_MIN, SIDE_MAX));
    }
    if (folder == null || !name.matches(".+\\.(mp4|mov|mkv)")) {
      throw MediaException.refused(name + ": the name must end in .mp4, .mov or .mkv");
    }
    var unfinished = target.resolveSibling("." + name + ".part");
    var words = Rules.begin();
    words.addAll(List.of("-f", "lavfi", "-i"));
    words.add("testsrc2=size=%dx%d:rate=%s:duration=%d".formatted(width, height, rate, seconds));
    words.addAll(List.of("-f", "lavfi", "-i"));
    words.add("sine=frequency=440:beep_factor=4:sample_rate=48000:duration=" + seconds);
    words.addAll(
        List.of(
            "-vf",
            bits(),
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-pix_fmt",
            "yuv420p",
            "-c:a",
            "aac",
            "-f",
            name.endsWith("mkv") ? "matroska" : name.substring(name.length() - 3),
            Rules.file(unfinished)));
    var work = new Sandbox.Work(false, words, folder, List.of(), sandbox.limits().encodeMax());
    var ended = sandbox.run(work, _ -> {});
    if (!ended.isWell()) {
      throw new MediaException(MediaException.Kind.MACHINE, "it was not made: " + ended.first());
    }
    Steps.finish(unfinished, target);
  }

  private static String bits() {
    var boxes = "drawbox=x=0:y=0:w=iw:h=ih/12:color=black:t=fill";
    return IntStream.range(0, BITS)
        .mapToObj(bit ->
            "drawbox=x=%1$d*iw/%2$d:y=0:w=iw/%2$d:h=ih/12:color=white:t=fill:enable='gte(mod(floor(n/%3$d),2),1)'"
                .formatted(bit, BITS, 1 << bit))
        .collect(Collectors.joining(",", boxes + ",", ""));
  }
}
