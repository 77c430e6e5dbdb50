package lotwatch.recordings.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The words that every ffmpeg and ffprobe of ours begins with, and those before each input. */
final class Rules {
  /** Containers that a stranger's file may be: no list, image sequence or text that names files. */
  static final String FORMATS =
      "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,asf,ogg,nut";

  private Rules() {}

  /** How an ffmpeg of ours begins: what it writes is how far it is. */
  static List<String> begin() {
    var words = beginSilent();
    words.addAll(List.of("-progress", "pipe:1", "-stats_period", "0.5"));
    return words;
  }

  /** The same for one whose filters write something, in which its progress would be mixed. */
  static List<String> beginSilent() {
    return new ArrayList<>(
        List.of(
            "-nostdin", "-hide_banner", "-v", "error", "-y", "-nostats", "-filter_threads", "1"));
  }

  /** How an ffprobe of ours begins: it reads a file and writes what it finds. */
  static List<String> beginProbe(Limits limits) {
    var words = new ArrayList<>(List.of("-hide_banner", "-v", "error", "-threads", "1"));
    words.addAll(input(limits, FORMATS));
    return words;
  }

  /** What stands before an input: what it may be, and what it may name. */
  static List<String> input(Limits limits, String formats) {
    return List.of(
        "-protocol_whitelist",
        "file",
        "-format_whitelist",
        formats,
        "-max_pixels",
        Long.toString(limits.pixelsMax()),
        "-max_streams",
        Integer.toString(limits.streamsMax()));
  }

  /** A file as a name that is never taken for a protocol or an option. */
  static String file(Path file) {
    return "file:" + file;
  }
}
