package lotwatch.recordings.media;

import static lotwatch.recordings.media.MediaException.refused;
import static lotwatch.wire.recordings.Wanted.FRAME_RATE_MAX;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How every piece of a video is encoded: all that whoever encodes one must know but the piece
 * itself.
 *
 * @param wanted what is asked for
 * @param video the source's track
 * @param width of the stored frames of the result
 * @param height of the stored frames of the result
 * @param startTick when the source's first frame is shown
 * @param endTick when its last ends
 */
public record Recipe(
    Wanted wanted, VideoTrack video, int width, int height, long startTick, long endTick) {
  /** Seconds of the source after its window that a piece holds where filters look ahead. */
  static final int AHEAD_SECONDS = 1;

  /**
   * What is wanted, for this source.
   *
   * @throws MediaException if it cannot be had of this source; the message names the field
   */
  static Recipe of(Probed probed, Wanted wanted, Limits limits) throws MediaException {
    var problems = new ArrayList<>(wanted.problems());
    var video = probed.video();
    var cropped = wanted.crop();
    cropped.ifPresent(part -> {
      if ((long) part.left() + part.width() > video.width()
          || (long) part.top() + part.height() > video.height()) {
        problems.add("crop %s: frames are %d x %d".formatted(part, video.width(), video.height()));
      }
    });
    if (wanted.codec() == Codec.COPY && !wanted.container().holdsVideo(video.codec())) {
      problems.add("codec COPY: %s does not hold %s".formatted(wanted.container(), video.codec()));
    }
    if (!problems.isEmpty()) {
      throw refused(String.join("; ", problems));
    }
    var isOnItsSide = wanted.rotate() % 180 != 0;
    var width = cropped.map(Crop::width).orElse(video.width());
    var height = cropped.map(Crop::height).orElse(video.height());
    var size = size(wanted, isOnItsSide ? height : width, isOnItsSide ? width : height);
    if ((long) size[0] * size[1] > limits.pixelsMax()) {
      throw new MediaException(
          MediaException.Kind.LIMIT,
          "%d x %d is more than %d pixels".formatted(size[0], size[1], limits.pixelsMax()));
    }
    var frames = probed.frames();
    return new Recipe(wanted, video, size[0], size[1], frames.firstTick(), frames.endTick());
  }

  private static int[] size(Wanted wanted, int width, int height) {
    if (wanted.codec() == Codec.COPY) {
      return new int[] {width, height};
    }
    var isGiven = wanted.width().isPresent() || wanted.height().isPresent();
    if (!isGiven) {
      return new int[] {even(width), even(height)};
    }
    return new int[] {
      wanted.width().orElseGet(() -> even(scaled(width, wanted.height(), height))),
      wanted.height().orElseGet(() -> even(scaled(height, wanted.width(), width)))
    };
  }

  private static long scaled(int side, Optional<Integer> other, int otherSide) {
    return Math.round((double) side * other.orElse(otherSide) / otherSide);
  }

  private static int even(long side) {
    return (int) Math.max(2, side / 2 * 2);
  }

  /** Whether a piece must hold frames around its window, which its filters look at. */
  boolean looksAround() {
    return wanted.deinterlace() || wanted.rate().isPresent();
  }

  /** Frames per second of the result, about; empty if the source says nothing likely. */
  Optional<Ratio> rate() {
    return wanted.rate().or(() -> video.rate().filter(rate -> rate.value() <= FRAME_RATE_MAX));
  }

  /** The clock of the encoded video. */
  Ratio clock() {
    return wanted.rate().map(Ratio::inverse).orElse(video.timeBase());
  }

  /** How many frames the encoded piece has. */
  public int frames(Window window) {
    return wanted.rate().isEmpty()
        ? window.frames()
        : Math.toIntExact(slot(window.toTick()) - slot(window.fromTick()));
  }

  /** When the encoded piece's frames are shown, on {@link #clock}, from 0 on. */
  long[] times(Window window, FrameTimes frames) {
    var times = new long[frames(window)];
    var first = frames.indexOf(window.fromTick());
    for (int i = 0; i < times.length; i++) {
      times[i] = wanted.rate().isPresent() ? i : frames.tick(first + i) - window.fromTick();
    }
    return times;
  }

  /** When the result's first frame is shown, in microseconds after the source's. */
  long startMicros(Window window) {
    return wanted.rate().isEmpty()
        ? video.timeBase().micros(window.fromTick()) - video.timeBase().micros(startTick)
        : clock().micros(slot(window.fromTick()));
  }

  /** How long the encoded piece is, in microseconds: the next one starts then. */
  long lengthMicros(Window window) {
    return wanted.rate().isEmpty()
        ? video.timeBase().micros(window.toTick()) - video.timeBase().micros(window.fromTick())
        : clock().micros(slot(window.toTick())) - clock().micros(slot(window.fromTick()));
  }

  /** The first frame of the wanted rate at which a frame of the source is to be seen. */
  private long slot(long tick) {
    return video.timeBase().ticksOf(clock(), tick - startTick);
  }

  /** The filters of a piece. */
  String filters(Window window) {
    var words = new ArrayList<String>();
    if (wanted.deinterlace()) {
      words.add("bwdif=mode=send_frame:parity=auto:deint=interlaced");
    }
    var open = "trim=start=" + Spoken.seconds(window.openMicros());
    // at a wanted rate the last frame is held until the first of the next window is there
    words.add(
        wanted.rate().isPresent() ? open : open + ":end=" + Spoken.seconds(window.closeMicros()));
    var zero = wanted.rate().isPresent() ? startTick : window.fromTick();
    words.add(
        "setpts=PTS-round(%d*%d/%d/TB)"
            .formatted(zero, video.timeBase().top(), video.timeBase().bottom()));
    wanted
        .rate()
        .ifPresent(rate -> {
          words.add("fps=fps=%s:round=up".formatted(rate));
          words.add("setpts=PTS-%d".formatted(slot(window.fromTick())));
          var held = slot(window.toTick()) - slot(window.lastTick());
          words.add("tpad=stop_mode=clone:stop=" + Math.max(0, held));
        });
    words.addAll(shape());
    return String.join(",", words);
  }

  private List<String> shape() {
    var words = new ArrayList<String>();
    wanted
        .crop()
        .ifPresent(part ->
            words.add(
                "crop=%d:%d:%d:%d:exact=1"
                    .formatted(part.width(), part.height(), part.left(), part.top())));
    switch (wanted.rotate()) {
      case 90 -> words.add("transpose=clock");
      case 180 -> words.addAll(List.of("hflip", "vflip"));
      case 270 -> words.add("transpose=cclock");
      default -> {}
    }
    // without these two it rounds as is fastest on each processor
    words.add("scale=%d:%d:flags=bicubic+accurate_rnd+bitexact".formatted(width, height));
    words.add("format=" + wanted.codec().pixelFormat(video.isDeep()));
    words.addAll(video.colour().filter());
    return words;
  }
}
