package lotwatch.recordings.media;

import static lotwatch.recordings.media.MediaException.Kind.WRONG_RESULT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * What is done for programs of others that encode one piece. Such a guest scales all frames of the
 * file that it is given and encodes them by libx264, as it likes, into Matroska, whose clock is one
 * of milliseconds. So it gets only pieces that hold exactly their window, of which the exact times
 * can be told from such a clock; and what it made is looked at more closely than our own.
 */
public final class GuestSteps {
  /** A piece goes in one message, and is in memory while it does. */
  public static final long SHARD_BYTES_MAX = 32 << 20;

  /** The quality at which libx264 encodes unless it is told. */
  private static final int CRF = 23;

  /** How far a time may be off in what a guest made: its clock's tick, and rounding. */
  private static final long TIME_ERROR_MICROS_MAX = 1_600;

  /** Two frames must be this far from each other to be told apart on its clock. */
  private static final long STEP_MICROS_MIN = 4_000;

  private static final String INEXACT = "a piece cannot be cut to exactly its frames";
  private static final int SAMPLE_WIDTH = 160;
  private static final int SAMPLE_HEIGHT = 90;

  /** No frame of the same video is less like its source, as small as it is compared. */
  private static final double LIKENESS_MIN = 18;

  /** Nor are all of them together. */
  private static final double MEAN_LIKENESS_MIN = 24;

  private static final double EQUAL = 100;

  private final Sandbox sandbox;
  private final Steps steps;

  GuestSteps(Sandbox sandbox, Steps steps) {
    this.sandbox = sandbox;
    this.steps = steps;
  }

  /** Why what is wanted of a recording is nothing that guests do; empty if it is. */
  public static String unfit(Recipe recipe) {
    var wanted = recipe.wanted();
    var isUsual =
        switch (wanted.quality()) {
          case Quality.Usual _ -> true;
          case Quality.Constant constant -> constant.crf() == CRF;
          case Quality.BitRate _ -> false;
        };
    if (wanted.codec() != Codec.H264 || !isUsual) {
      return "guests encode H.264 at crf " + CRF;
    }
    var isScaled =
        wanted.rate().isEmpty()
            && wanted.crop().isEmpty()
            && wanted.rotate() == 0
            && !wanted.deinterlace();
    if (!isScaled) {
      return "guests only scale";
    }
    var format = recipe.video().pixelFormat();
    return format.equals("yuv420p") ? "" : "guests encode yuv420p, and the source is " + format;
  }

  /**
   * Why a guest cannot do this piece exactly, after {@link #lend}; empty if it can: it holds its
   * window and nothing before, what it holds after is not needed, its colours are told by its
   * frames, and their times are evenly spaced.
   */
  public String unfit(Plan plan, Window window, Path piece)
      throws MediaException, InterruptedException {
    try {
      if (Files.size(piece) > SHARD_BYTES_MAX) {
        return "a piece has more than %d bytes".formatted(SHARD_BYTES_MAX);
      }
      if (step(plan, window).isEmpty()) {
        return "the frames of a piece are not evenly spaced";
      }
    } catch (IOException e) {
      throw new MediaException(MediaException.Kind.MACHINE, "a piece cannot be read: " + e, e);
    }
    var listed = list(piece, "nut", plan.times(window).length);
    if (!listed.colour().equals(plan.probed().video().colour())) {
      return "the colours of a piece are not told by its frames";
    }
    var micros = listed.micros();
    if (micros.size() < window.frames() || !listed.startsWithKey()) {
      return INEXACT;
    }
    for (int i = 0; i < micros.size(); i++) {
      boolean isBefore = micros.get(i) < window.openMicros();
      boolean isAfter = micros.get(i) >= window.closeMicros();
      if (isBefore || isAfter != i >= window.frames()) {
        return INEXACT;
      }
    }
    return "";
  }

  /**
   * Makes of a piece that {@link #unfit} allows the file that a guest gets: its window, nothing
   * else.
   */
  public void lend(Window window, Path piece, Path shard)
      throws MediaException, InterruptedException {
    var words = new ArrayList<>(Rules.begin());
    words.addAll(Rules.input(sandbox.limits(), "nut"));
    words.addAll(List.of("-copyts", "-i", Rules.file(piece), "-map", "0:v:0", "-c", "copy"));
    words.addAll(List.of("-frames:v", Integer.toString(window.frames())));
    words.addAll(List.of("-fflags", "+bitexact", "-map_metadata", "-1"));
    words.addAll(List.of("-avoid_negative_ts", "disabled", "-f", "nut", Rules.file(shard)));
    steps.ffmpeg("cutting a piece for a guest", words, shard, List.of(piece), _ -> {});
  }

  /**
   * Makes of what a guest made the file {@code encoded}, in the same folder, as if one of ours had
   * made it: the same times on the same clock. It is checked as ours are, and compared with what
   * the guest was given.
   *
   * @param shard what it was given
   * @param made what it made
   * @throws MediaException if it is not what was asked for; that is the guest's fault if it is a
   *     {@link MediaException.Kind#WRONG_RESULT}
   */
  public EncodedPiece adopt(Plan plan, Window window, Path shard, Path made, Path encoded)
      throws MediaException, InterruptedException {
    var times = plan.times(window);
    var clock = plan.recipe().clock();
    var listed = list(made, "matroska", times.length);
    if (!listed.codec().equals("h264") || !listed.pixelFormat().equals("yuv420p")) {
      throw wrong(window, "is %s of %s".formatted(listed.codec(), listed.pixelFormat()));
    }
    if (!plain(listed.colour()).equals(plain(plan.probed().video().colour()))) {
      throw wrong(window, "has other colours");
    }
    if (listed.micros().size() != times.length) {
      throw wrong(
          window, "holds %d frames, not %d".formatted(listed.micros().size(), times.length));
    }
    var shown = listed.micros().stream().mapToLong(Long::longValue).sorted().toArray();
    for (int i = 0; i < times.length; i++) {
      if (Math.abs(shown[i] - clock.micros(times[i])) > TIME_ERROR_MICROS_MAX) {
        throw wrong(
            window,
            "shows frame %d at %s s, not at %s s"
                .formatted(i, Spoken.seconds(shown[i]), Spoken.seconds(clock.micros(times[i]))));
      }
    }
    var step = step(plan, window).orElseThrow();
    var delay = delay(listed.micros(), shown);
    var unfinished = encoded.resolveSibling(encoded.getFileName() + ".guest");
    var words = new ArrayList<>(Rules.begin());
    words.addAll(Rules.input(sandbox.limits(), "matroska"));
    words.addAll(List.of("-copyts", "-i", Rules.file(made), "-map", "0:v:0", "-c", "copy"));
    words.addAll(
        List.of(
            "-bsf:v",
            "h264_mp4toannexb,setts=time_base=%s:pts=round(round(PTS*TB/%s)*%s):dts=round((N-%d)*%s)"
                .formatted(clock, step * clock.value(), Double.toString(step), delay, step)));
    words.addAll(List.of("-fflags", "+bitexact", "-map_metadata", "-1", "-map_chapters", "-1"));
    words.addAll(List.of("-avoid_negative_ts", "disabled", "-f", "nut", Rules.file(unfinished)));
    steps.ffmpeg("taking over piece " + window.number(), words, unfinished, List.of(made), _ -> {});
    var checked = steps.check(plan, window, unfinished);
    compare(window, shard, unfinished, times.length);
    Steps.finish(unfinished, encoded);
    return checked;
  }

  /** Matroska says of the usual range what other files leave unsaid. */
  private static Colour plain(Colour colour) {
    return colour.range().equals("tv")
        ? new Colour("", colour.primaries(), colour.transfer(), colour.space())
        : colour;
  }

  /** By how many frames decoding is ahead of showing. */
  private static int delay(List<Long> decoded, long[] shown) {
    int delay = 0;
    for (int i = 0; i < decoded.size(); i++) {
      delay = Math.max(delay, i - Arrays.binarySearch(shown, decoded.get(i)));
    }
    return delay;
  }

  /** Ticks from frame to frame, if each is shown at the next whole tick of that; else empty. */
  private static OptionalDouble step(Plan plan, Window window) {
    var times = plan.times(window);
    var clock = plan.recipe().clock();
    if (times.length < 2) {
      return OptionalDouble.of(1);
    }
    var mean = (double) times[times.length - 1] / (times.length - 1);
    var rate = plan.probed().video().rate();
    var told = rate.map(it -> 1 / (it.value() * clock.value())).orElse(mean);
    return DoubleStream.of(told, mean)
        .filter(step -> step * clock.value() * 1e6 >= STEP_MICROS_MIN)
        .filter(step -> {
          for (int i = 0; i < times.length; i++) {
            if (Math.round(i * step) != times[i]) {
              return false;
            }
          }
          return true;
        })
        .findFirst();
  }

  /**
   * A file's only stream.
   *
   * @param micros when each packet is shown, in the file's order
   */
  private record Listed(
      String codec, String pixelFormat, Colour colour, boolean startsWithKey, List<Long> micros) {}

  private Listed list(Path file, String format, int frames)
      throws MediaException, InterruptedException {
    var words = new ArrayList<>(List.of("-hide_banner", "-v", "error", "-threads", "1"));
    words.addAll(Rules.input(sandbox.limits(), format));
    words.addAll(
        List.of(
            "-show_entries",
            "packet=pts_time,flags:stream=codec_name,pix_fmt,color_range,color_space,"
                + "color_transfer,color_primaries",
            "-of",
            "compact=p=1:nk=0",
            Rules.file(file)));
    var streams = new ArrayList<String>();
    var packets = new ArrayList<String>();
    var max = frames + 1_000; // more than a guest could mean; no stranger's file fills our memory
    var ended =
        sandbox.run(
            new Sandbox.Work(
                true, words, Steps.parent(file), List.of(file), sandbox.limits().probeMax()),
            line -> {
              if (line.startsWith("packet|") && packets.size() < max) {
                packets.add(line);
              } else if (line.startsWith("stream|") && streams.size() < 2) {
                streams.add(line);
              }
            });
    if (!ended.isWell() || ended.complaintCount() > 0) {
      throw new MediaException(WRONG_RESULT, "what was made cannot be read: " + ended.first());
    }
    if (streams.size() != 1) {
      throw new MediaException(WRONG_RESULT, "what was made holds more than one stream");
    }
    var stream = streams.getFirst();
    return new Listed(
        word(stream, "codec_name"),
        word(stream, "pix_fmt"),
        new Colour(
            word(stream, "color_range"),
            word(stream, "color_primaries"),
            word(stream, "color_transfer"),
            word(stream, "color_space")),
        !packets.isEmpty() && word(packets.getFirst(), "flags").startsWith("K"),
        packets.stream().map(line -> micros(word(line, "pts_time"))).toList());
  }

  private static String word(String line, String name) {
    for (var each : line.split("\\|", -1)) {
      if (each.startsWith(name + "=")) {
        return each.substring(name.length() + 1);
      }
    }
    return "";
  }

  private static long micros(String seconds) {
    try {
      return Math.round(Double.parseDouble(seconds) * 1e6);
    } catch (NumberFormatException e) {
      return Long.MIN_VALUE / 2;
    }
  }

  /** Frame by frame, small: whether it is the same video at all. */
  private void compare(Window window, Path shard, Path encoded, int frames)
      throws MediaException, InterruptedException {
    var words = new ArrayList<>(Rules.beginSilent());
    words.addAll(Rules.input(sandbox.limits(), "nut"));
    words.addAll(List.of("-threads", "1", "-i", Rules.file(shard)));
    words.addAll(Rules.input(sandbox.limits(), "nut"));
    words.addAll(List.of("-threads", "1", "-i", Rules.file(encoded)));
    var small =
        "scale=%d:%d:flags=area,format=yuv420p,setparams=range=tv,setpts=N/25/TB"
            .formatted(SAMPLE_WIDTH, SAMPLE_HEIGHT);
    words.addAll(
        List.of(
            "-filter_complex",
            "[0:v]%s[a];[1:v]%s[b];[a][b]psnr=stats_file=-".formatted(small, small),
            "-f",
            "null",
            "-"));
    var found = new ArrayList<Double>();
    var folder = Steps.parent(encoded);
    var ended =
        sandbox.run(
            new Sandbox.Work(
                false, words, folder, List.of(shard, encoded), sandbox.limits().encodeMax()),
            line -> {
              if (line.startsWith("n:") && found.size() < frames) {
                found.add(likeness(line));
              }
            });
    if (!ended.isWell()) {
      throw wrong(window, "cannot be compared: " + ended.first());
    }
    if (found.size() != frames) {
      throw wrong(window, "shows %d frames, not %d".formatted(found.size(), frames));
    }
    var least = found.stream().mapToDouble(Double::doubleValue).min().orElse(EQUAL);
    var mean = found.stream().mapToDouble(Double::doubleValue).average().orElse(EQUAL);
    if (least < LIKENESS_MIN || mean < MEAN_LIKENESS_MIN) {
      throw wrong(
          window, "shows something else: %.1f dB on average, %.1f at least".formatted(mean, least));
    }
  }

  private static double likeness(String line) {
    var at = line.indexOf("psnr_avg:");
    var word = at < 0 ? "" : line.substring(at + 9).split(" ", 2)[0];
    return word.equals("inf") ? EQUAL : PacketTimes.decimal(word).orElse(0);
  }

  private static MediaException wrong(Window window, String what) {
    return new MediaException(WRONG_RESULT, "piece %d %s".formatted(window.number(), what));
  }
}
