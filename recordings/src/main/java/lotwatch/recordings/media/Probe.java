package lotwatch.recordings.media;

import static lotwatch.recordings.media.MediaException.refused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import lotwatch.recordings.media.MediaException.Kind;

/** Looks into a stranger's file: what it holds, or why it is refused. */
public final class Probe {
  private static final double TRUNCATED_SECONDS_MIN = 1.5;

  /** What ffmpeg says of a frame that is too large: {@code Picture size 12000x8000 exceeds}. */
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})x(\\d{1,9})");

  private final Sandbox sandbox;

  /** A probe whose children run in this sandbox. */
  public Probe(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /**
   * Reads the whole file once, without decoding it unless its packets do not tell its frames.
   *
   * @param source the file, by an absolute path
   * @param folder one that the child may write, which it does not
   * @throws MediaException if it is refused; the message says what is wrong with the file
   */
  public Probed probe(Path source, Path folder) throws MediaException, InterruptedException {
    var bytes = size(source);
    Riff.refuseTruncated(source, bytes);
    var complaints = new ArrayList<String>();
    var streams = streams(source, folder, complaints);
    var video = streams.video();
    var packets = new PacketTimes(sandbox.limits(), video.index());
    var ended = ffprobe(source, folder, PacketTimes.ARGUMENTS, packets::line);
    complaints.addAll(ended.complaints());
    packets.check();
    if (!ended.isWell()) {
      throw refused("reading it failed: " + ended.first());
    }
    refuseTruncated(streams, packets, ended.complaints());
    var tracks = streams.tracks().stream().map(packets::timed).toList();
    var probed =
        new Probed(
            streams.container(),
            bytes,
            video,
            tracks,
            packets.frames(),
            Probed.Counted.PACKETS,
            complaints);
    return packets.hasHiddenFrames() || video.codec().equals("vp8")
        ? decoded(source, folder, probed)
        : probed;
  }

  /**
   * The same file with its frames counted by decoding each, for one whose packets do not tell.
   *
   * @throws MediaException if not one frame decodes
   */
  public Probed decoded(Path source, Path folder, Probed probed)
      throws MediaException, InterruptedException {
    var times = new ArrayList<Long>();
    var words =
        List.of(
            "-select_streams",
            Integer.toString(probed.video().index()),
            "-show_entries",
            "frame=best_effort_timestamp",
            "-of",
            "csv=p=0");
    var ended =
        ffprobe(source, folder, words, line -> PacketTimes.number(line).ifPresent(times::add));
    if (times.isEmpty()) {
      throw refused("not one frame of it decodes: " + ended.first());
    }
    var ticks = times.stream().mapToLong(Long::longValue).sorted().toArray();
    var keys = new BitSet(ticks.length);
    var before = probed.frames();
    before
        .keyTicks()
        .mapToInt(tick -> Arrays.binarySearch(ticks, tick))
        .filter(index -> index >= 0)
        .forEach(keys::set);
    return probed.with(
        new FrameTimes(ticks, keys, Math.max(before.endTick(), ticks[ticks.length - 1] + 1)));
  }

  private static long size(Path source) throws MediaException {
    try {
      if (!Files.isRegularFile(source)) {
        throw refused("it is no file");
      }
      var bytes = Files.size(source);
      if (bytes == 0) {
        throw refused("it is empty");
      }
      return bytes;
    } catch (IOException e) {
      throw new MediaException(Kind.MACHINE, "it cannot be read: " + e.getMessage(), e);
    }
  }

  private Streams streams(Path source, Path folder, List<String> complaints)
      throws MediaException, InterruptedException {
    var json = new BoundedText(Streams.JSON_CHARS_MAX);
    var ended = ffprobe(source, folder, Streams.ARGUMENTS, json::line);
    if (!ended.isWell()) {
      throw reason(ended.complaints());
    }
    complaints.addAll(ended.complaints());
    try {
      return Streams.read(json.text(), sandbox.limits());
    } catch (MediaException e) {
      // what ffprobe did not look at because of a limit has no size, and the limit is the reason
      var why = reason(ended.complaints());
      throw why.kind() == Kind.LIMIT ? why : e;
    }
  }

  /** Frames of more pixels than one may have. */
  static MediaException tooLarge(String width, String height, Limits limits) {
    return new MediaException(
        Kind.LIMIT,
        "its frames are %s x %s = %d pixels, the limit is %d"
            .formatted(
                width, height, Long.parseLong(width) * Long.parseLong(height), limits.pixelsMax()));
  }

  /** Why ffprobe did not open it, in our words where they are plainer. */
  private MediaException reason(List<String> complaints) {
    var limits = sandbox.limits();
    for (var line : complaints) {
      if (line.contains("not on whitelist") || line.contains("not on the whitelist")) {
        return refused(
            "its format is none of those that are accepted (mp4, mov, mkv, webm, avi, ts, ps,"
                + " flv, asf, ogg): it may be a list that names other files");
      }
      if (line.contains("moov atom not found")) {
        return refused("it is cut off: its index is missing (moov atom not found)");
      }
      if (line.contains("max_streams")) {
        return new MediaException(
            Kind.LIMIT, "it has more than %d streams".formatted(limits.streamsMax()));
      }
      var size = SIZE.matcher(line);
      if (line.contains("max pixel count") && size.find()) {
        return tooLarge(size.group(1), size.group(2), limits);
      }
    }
    var last = complaints.isEmpty() ? "it cannot be read" : complaints.getLast();
    return refused(
        last.contains("Invalid data found")
            ? "it is no video that is known here (Invalid data found)"
            : "it cannot be opened: " + last.replaceFirst("^file:\\S+: ", ""));
  }

  private void refuseTruncated(Streams streams, PacketTimes packets, List<String> complaints)
      throws MediaException {
    for (var line : complaints) {
      if (line.contains("partial file") || line.contains("ended prematurely")) {
        throw refused("it is cut off: its end is missing (" + line + ")");
      }
    }
    var seconds = streams.container().matches("flv|matroska.*") ? streams.seconds() : 0;
    var held = packets.seconds();
    if (seconds - held > Math.max(TRUNCATED_SECONDS_MIN, seconds / 50)) {
      throw refused(
          "it is cut off: it announces %.1f seconds and holds %.1f".formatted(seconds, held));
    }
  }

  private Sandbox.Ended ffprobe(Path source, Path folder, List<String> what, Consumer<String> lines)
      throws MediaException, InterruptedException {
    var words = Rules.beginProbe(sandbox.limits());
    words.addAll(what);
    words.add(Rules.file(source));
    return sandbox.run(
        new Sandbox.Work(true, words, folder, List.of(source), sandbox.limits().probeMax()), lines);
  }

  /** Text of bounded length, line by line. */
  private static final class BoundedText {
    private final int charsMax;
    private final StringBuilder text = new StringBuilder();

    BoundedText(int charsMax) {
      this.charsMax = charsMax;
    }

    void line(String line) {
      if (text.length() + line.length() < charsMax) {
        text.append(line).append('\n');
      }
    }

    String text() {
      return text.toString();
    }
  }
}
