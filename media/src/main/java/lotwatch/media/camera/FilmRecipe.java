package lotwatch.media.camera;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How ffmpeg writes what a camera sends into pieces, each a file of fragmented MPEG-4. */
final class FilmRecipe {
  /** About how long a piece is: the next keyframe ends it. */
  static final Duration PIECE = Duration.ofSeconds(10);

  /** Ticks of a second: times of frames that we encode are in milliseconds. */
  private static final String CLOCK = "1:1000";

  private FilmRecipe() {}

  /** Whether its video comes encoded, from somebody who can be called twice. */
  static boolean isCopied(Source source) {
    return switch (source) {
      case Source.VideoFile _ -> true;
      case Source.Rtsp rtsp -> !rtsp.listen();
      case Source.Http _, Source.Simulated _, Source.Sent _, Source.SentText _ -> false;
    };
  }

  /** The video as it comes. */
  static Recipe copied(CameraSettings camera, Path folder) throws CameraException {
    var source = Recipe.input(camera);
    var words = begin();
    words.addAll(source.arguments());
    words.addAll(List.of("-map", "0:V:0", "-an", "-c:v", "copy"));
    words.addAll(pieces(folder));
    return new Recipe(words, source.said());
  }

  /** Frames that come by standard input, encoded quickly; their time is that of their coming. */
  static List<String> encoded(int width, int height, Path folder) {
    var words = begin();
    words.addAll(List.of("-protocol_whitelist", "pipe", "-f", "rawvideo", "-pix_fmt", "yuv420p"));
    words.addAll(List.of("-video_size", "%dx%d".formatted(width, height)));
    words.addAll(List.of("-use_wallclock_as_timestamps", "1", "-i", "pipe:0"));
    words.addAll(List.of("-vf", "scale=trunc(iw/2)*2:trunc(ih/2)*2"));
    words.addAll(List.of("-fps_mode", "vfr", "-enc_time_base", CLOCK));
    words.addAll(List.of("-c:v", "libx264", "-preset", "veryfast", "-tune", "zerolatency"));
    words.addAll(List.of("-crf", "26", "-threads:v", "1", "-x264-params", "sliced-threads=0"));
    words.addAll(
        List.of("-force_key_frames", "expr:gte(t,n_forced*%d)".formatted(PIECE.toSeconds())));
    words.addAll(pieces(folder));
    return words;
  }

  private static List<String> begin() {
    return new ArrayList<>(
        List.of(
            "-nostdin",
            "-nostats",
            "-hide_banner",
            "-v",
            "repeat+level+error",
            "-filter_threads",
            "1",
            "-max_pixels",
            String.valueOf(Recipe.PIXELS_MAX)));
  }

  /** A line of standard output for each piece that is whole: its name, its start, its end. */
  private static List<String> pieces(Path folder) {
    return List.of(
        "-f",
        "segment",
        "-segment_time",
        String.valueOf(PIECE.toSeconds()),
        "-reset_timestamps",
        "1",
        "-segment_format",
        "mp4",
        "-segment_format_options",
        "movflags=+frag_keyframe+empty_moov+default_base_moof",
        "-segment_list",
        "pipe:1",
        "-segment_list_type",
        "csv",
        folder.resolve("%d.mp4").toString());
  }
}
