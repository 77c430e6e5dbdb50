package lotwatch.recordings.media;

import java.util.List;
import java.util.Set;

/**
 * What a file holds.
 *
 * @param container in ffmpeg's words, such as {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param bytes of the file
 * @param video the track that is worked on
 * @param tracks sound and subtitles, in the file's order
 * @param frames of the video
 * @param counted how the frames were counted
 * @param complaints what ffmpeg complained of while it read the file and went on
 */
public record Probed(
    String container,
    long bytes,
    VideoTrack video,
    List<Track> tracks,
    FrameTimes frames,
    Counted counted,
    List<String> complaints) {
  private static final Set<String> TELLING = Set.of("h264", "hevc", "vp8", "vp9", "av1");

  /** How frames were counted. */
  public enum Counted {
    /** Each packet that is not hidden is a frame: cheap, and right for most files. */
    PACKETS,
    /** Every frame was decoded. */
    DECODED
  }

  public Probed {
    tracks = List.copyOf(tracks);
    complaints = List.copyOf(complaints);
  }

  /** When the file's first video or sound starts, on its clock. */
  public long startMicros() {
    var start = video.timeBase().micros(frames.firstTick());
    for (var track : tracks) {
      if (track.kind() == Track.Kind.AUDIO && !track.span().equals(Track.Span.NONE)) {
        start = Math.min(start, track.span().fromMicros());
      }
    }
    return start;
  }

  /** How long the video is. */
  public long videoMicros() {
    return video.timeBase().micros(frames.endTick()) - video.timeBase().micros(frames.firstTick());
  }

  /** Whether a seek in this container may miss by seconds. */
  boolean isSeekVague() {
    return container.equals("mpegts") || container.equals("mpeg");
  }

  /**
   * Whether its packets tell its frames: so for the codecs of today in the containers that say
   * which packets are hidden, unless ffmpeg complained.
   */
  public boolean isCountedWell() {
    return counted == Counted.DECODED
        || (complaints.isEmpty()
            && TELLING.contains(video.codec())
            && (container.startsWith("mov") || container.startsWith("matroska")));
  }

  Probed with(FrameTimes times) {
    return new Probed(container, bytes, video, tracks, times, Counted.DECODED, complaints);
  }
}
