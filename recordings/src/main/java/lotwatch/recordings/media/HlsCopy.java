package lotwatch.recordings.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lotwatch.recordings.media.MediaException.Kind;

/**
 * How a finished video becomes files of fragments, one for each track, and their play lists of HLS:
 * its frames are copied, and its sound too where fragments may hold it.
 *
 * <p>Each track has its own times, exactly: the file says which part of a first packet is not shown
 * (an edit list), which players of fragments heed, and no time is negative, which sound begins with
 * where an encoder has a delay; they do not heed an empty edit, by which one track would begin
 * later.
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
   * What makes the files that {@link Steps#fragments} names.
   *
   * @throws MediaException if no fragment may hold its video
   */
  static List<String> arguments(Probed probed, Path source, Limits limits) throws MediaException {
    var codec = probed.video().codec();
    if (!VIDEO.contains(codec)) {
      throw new MediaException(
          Kind.REFUSED, "its video is %s, and fragments hold none of that".formatted(codec));
    }
    var words = new ArrayList<>(Rules.begin());
    words.addAll(Rules.input(limits, Rules.FORMATS));
    words.addAll(List.of("-i", Rules.file(source)));
    words.addAll(List.of("-map", "0:" + probed.video().index(), "-c:v", "copy"));
    if (codec.equals("hevc")) {
      words.addAll(List.of("-tag:v", "hvc1"));
    }
    var sound = sound(probed);
    sound.ifPresent(track -> words.addAll(words(track)));
    words.addAll(List.of("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"));
    words.addAll(List.of("-avoid_negative_ts", "disabled", "-threads", "1", "-f", "hls"));
    words.addAll(List.of("-hls_time", Integer.toString(SEGMENT_SECONDS)));
    words.addAll(List.of("-hls_playlist_type", "vod", "-hls_segment_type", "fmp4"));
    words.addAll(List.of("-hls_flags", "single_file+independent_segments"));
    words.addAll(List.of("-hls_segment_options", "movflags=+frag_discont"));
    words.addAll(
        List.of(
            "-var_stream_map",
            sound.isPresent() ? "v:0,name:video a:0,name:sound" : "v:0,name:video"));
    words.addAll(List.of("-hls_segment_filename", "%v.mp4", "%v.m3u8"));
    return words;
  }

  /** The track of sound that players get. */
  static Optional<Track> sound(Probed probed) {
    return probed.tracks().stream().filter(it -> it.kind() == Track.Kind.AUDIO).findFirst();
  }

  private static List<String> words(Track track) {
    return List.of(
        "-map",
        "0:" + track.index(),
        "-c:a",
        SOUND.contains(track.codec()) ? "copy" : "aac",
        "-bsf:a",
        "noise=drop=lt(pts\\,0)",
        "-strict",
        "experimental"); // FLAC in MPEG-4 is called that
  }
}
