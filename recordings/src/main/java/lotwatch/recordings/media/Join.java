package lotwatch.recordings.media;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Joins the encoded pieces, and the sound and subtitles of the source, into the result. */
final class Join {
  private static final long MOVIE_CLOCK_MAX = 90_000;
  private static final long TRACK_CLOCK_MAX = Integer.MAX_VALUE;
  private static final Map<String, String> OLDER =
      Map.of("deu", "ger", "nld", "dut", "ell", "gre", "isl", "ice", "zho", "chi", "fas", "per");

  private Join() {}

  /**
   * The list of pieces that ffmpeg reads, beside them.
   *
   * @param names of their files, in the windows' order
   */
  static String list(Recipe recipe, List<Window> windows, List<String> names) {
    var text = new StringBuilder("ffconcat version 1.0\n");
    for (int i = 0; i < windows.size(); i++) {
      text.append("file '").append(names.get(i)).append("'\n");
      text.append("duration ")
          .append(BigDecimal.valueOf(recipe.lengthMicros(windows.get(i)), 6).toPlainString())
          .append('\n');
    }
    return text.toString();
  }

  /** A piece of H.264 again, with its parameter sets before each keyframe. */
  static List<String> described(Path piece, Path file, Limits limits) {
    var words = new ArrayList<>(Rules.begin());
    words.addAll(Rules.input(limits, "nut"));
    words.addAll(List.of("-copyts", "-i", Rules.file(piece), "-map", "0:v:0", "-c", "copy"));
    words.addAll(List.of("-bsf:v", "dump_extra=freq=keyframe", "-fflags", "+bitexact"));
    words.addAll(List.of("-map_metadata", "-1", "-avoid_negative_ts", "disabled"));
    words.addAll(List.of("-f", "nut", Rules.file(file)));
    return words;
  }

  /**
   * @param isMixed whether the pieces' parameter sets differ, and are in the pieces
   * @param list the pieces; their video is copied
   */
  static List<String> arguments(
      Probed probed,
      Recipe recipe,
      boolean isMixed,
      Path list,
      Path source,
      Path result,
      Limits limits) {
    var zero = probed.startMicros();
    var first = probed.video().timeBase().micros(probed.frames().firstTick());
    var words = new ArrayList<>(Rules.begin());
    words.addAll(Rules.input(limits, "concat,nut"));
    words.addAll(recipe.video().turn().arguments());
    words.addAll(List.of("-itsoffset", Spoken.seconds(first - zero), "-f", "concat"));
    words.addAll(List.of("-i", Rules.file(list), "-copyts"));
    words.addAll(Rules.input(limits, Rules.FORMATS));
    words.addAll(List.of("-itsoffset", Spoken.seconds(-zero), "-i", Rules.file(source)));
    words.addAll(List.of("-map", "0:v:0", "-c:v", "copy"));
    words.addAll(tracks(probed, recipe.wanted().container(), "1:"));
    if (isMixed && recipe.wanted().container().isExact()) {
      words.addAll(
          List.of("-tag:v", "avc3")); // ISO/IEC 14496-15: parameter sets are in the samples
    }
    words.addAll(end(recipe, result));
    return words;
  }

  /** The video copied from the source as well. */
  static List<String> copy(Probed probed, Recipe recipe, Path source, Path result, Limits limits) {
    var words = new ArrayList<>(Rules.begin());
    words.addAll(Rules.input(limits, Rules.FORMATS));
    words.addAll(List.of("-itsoffset", Spoken.seconds(-probed.startMicros())));
    words.addAll(List.of("-i", Rules.file(source), "-copyts"));
    words.addAll(List.of("-map", "0:" + probed.video().index(), "-c:v", "copy"));
    words.addAll(tracks(probed, recipe.wanted().container(), "0:"));
    words.addAll(end(recipe, result));
    return words;
  }

  private static List<String> tracks(Probed probed, Container container, String input) {
    var words = new ArrayList<String>();
    var sounds = 0;
    var texts = 0;
    for (var track : probed.tracks()) {
      if (!container.holds(track, probed.container())) {
        continue;
      }
      words.addAll(List.of("-map", input + track.index()));
      var kind = track.kind() == Track.Kind.AUDIO ? "a" : "s";
      var number = track.kind() == Track.Kind.AUDIO ? sounds++ : texts++;
      words.addAll(
          container.copies(track, probed.container())
              ? List.of("-c:%s:%d".formatted(kind, number), "copy")
              : container.encoder(track, number));
      if (!track.language().isEmpty()) {
        words.add("-metadata:s:%s:%d".formatted(kind, number));
        words.add("language=" + language(container, track.language()));
      }
    }
    return words;
  }

  /** QuickTime knows only the older of two codes that some languages have. */
  private static String language(Container container, String language) {
    return container == Container.MOV ? OLDER.getOrDefault(language, language) : language;
  }

  private static List<String> end(Recipe recipe, Path result) {
    var container = recipe.wanted().container();
    var words =
        new ArrayList<>(
            List.of(
                "-map_metadata",
                "-1",
                "-map_chapters",
                "-1",
                "-fflags",
                "+bitexact",
                "-threads",
                "1"));
    if (container.isExact()) {
      var ticks = recipe.clock().bottom();
      words.addAll(
          List.of(
              "-video_track_timescale",
              Long.toString(Math.min(ticks, TRACK_CLOCK_MAX)),
              "-movie_timescale",
              Long.toString(Math.min(ticks, MOVIE_CLOCK_MAX)),
              "-movflags",
              "+faststart"));
      var isHevc =
          recipe.wanted().codec() == Codec.H265
              || (recipe.wanted().codec() == Codec.COPY && recipe.video().codec().equals("hevc"));
      if (isHevc) {
        words.addAll(List.of("-tag:v", "hvc1"));
      }
    }
    words.addAll(List.of("-f", container.format(), Rules.file(result)));
    return words;
  }
}
