package lotwatch.recordings.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lotwatch.recordings.media.MediaException.Kind;

/**
 * How a finished video becomes fragments and a play list: its frames are copied, and its sound too
 * where fragments may hold it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8216#section-3.3">RFC 8216, fragmented MPEG-4</a>
 */
final class HlsCopy {
  /** About how long a segment is, in seconds: the next keyframe ends it. */
  private static final int SEGMENT_SECONDS = 4;

  private static final Set<String> VIDEO = Set.of("h264", "hevc", "vp9", "av1");
  private static final Set<String> SOUND = Set.of("aac", "mp3", "ac3", "eac3", "opus", "flac");

  private HlsCopy() {}

  /**
   * @param playlist the file of fragments is written beside it
   * @param video that file's name
   * @throws MediaException if no fragment may hold its video
   */
  static List<String> arguments(
      Probed probed, Path source, Path playlist, String video, Limits limits)
      throws MediaException {
    var codec = probed.video().codec();
    if (!VIDEO.contains(codec)) {
      throw new MediaException(
          Kind.REFUSED, "its video is %s, and HLS has none of that".formatted(codec));
    }
    var words = new ArrayList<>(Rules.begin());
    words.addAll(Rules.input(limits, Rules.FORMATS));
    words.addAll(List.of("-i", Rules.file(source)));
    words.addAll(List.of("-map", "0:" + probed.video().index(), "-c:v", "copy"));
    if (codec.equals("hevc")) {
      words.addAll(List.of("-tag:v", "hvc1"));
    }
    probed.tracks().stream()
        .filter(track -> track.kind() == Track.Kind.AUDIO)
        .findFirst()
        .ifPresent(track -> words.addAll(sound(track)));
    words.addAll(List.of("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"));
    words.addAll(List.of("-threads", "1", "-f", "hls"));
    words.addAll(List.of("-hls_time", Integer.toString(SEGMENT_SECONDS)));
    words.addAll(List.of("-hls_playlist_type", "vod", "-hls_segment_type", "fmp4"));
    words.addAll(List.of("-hls_flags", "single_file+independent_segments"));
    words.addAll(List.of("-hls_segment_filename", video, String.valueOf(playlist.getFileName())));
    return words;
  }

  private static List<String> sound(Track track) {
    return List.of(
        "-map",
        "0:" + track.index(),
        "-c:a",
        SOUND.contains(track.codec()) ? "copy" : "aac",
        "-strict",
        "experimental"); // FLAC in MPEG-4 is called that
  }
}
