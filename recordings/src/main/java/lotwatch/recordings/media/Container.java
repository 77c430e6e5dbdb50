package lotwatch.recordings.media;

import java.util.List;
import java.util.Set;

/** What a result is written into, and what of sound and subtitles it can hold. */
public enum Container {
  /** MPEG-4, for everything that plays. */
  MP4("mp4", "aac mp3 ac3 eac3 alac opus flac", "aac", "mov_text"),
  /** Matroska, which holds nearly everything, on a clock of milliseconds. */
  MKV("matroska", "mp3 mp2 ac3 eac3 flac opus vorbis dts alac pcm_s16le", "aac", "srt"),
  /** WebM: VP9 and AV1, on a clock of milliseconds. */
  WEBM("webm", "opus vorbis", "libopus", "webvtt"),
  /** QuickTime. */
  MOV("mov", "aac mp3 ac3 eac3 alac pcm_s16le pcm_s24le", "aac", "mov_text");

  private static final Set<String> TEXT =
      Set.of("subrip", "srt", "ass", "ssa", "webvtt", "mov_text", "text");

  private final String format;
  private final String sounds;
  private final String soundEncoder;
  private final String textEncoder;

  Container(String format, String sounds, String soundEncoder, String textEncoder) {
    this.format = format;
    this.sounds = sounds;
    this.soundEncoder = soundEncoder;
    this.textEncoder = textEncoder;
  }

  /** Its name for ffmpeg. */
  String format() {
    return format;
  }

  /** Whether its clock is that of the video, and not one of milliseconds. */
  boolean isExact() {
    return this == MP4 || this == MOV;
  }

  /** Whether it can hold video of a codec of which that is ffmpeg's name. */
  boolean holdsVideo(String codec) {
    return switch (this) {
      case MP4 -> Set.of("h264", "hevc", "vp9", "av1", "mpeg4", "mpeg2video").contains(codec);
      case MOV -> Set.of("h264", "hevc", "mpeg4", "mpeg2video", "h263", "prores").contains(codec);
      case WEBM -> Set.of("vp8", "vp9", "av1").contains(codec);
      case MKV -> !codec.equals("h263");
    };
  }

  /** Whether a track is copied as it is. */
  boolean copies(Track track, String fromContainer) {
    return switch (track.kind()) {
      // what players skip at the start of AAC and Opus is told in ways that survive in their family
      case AUDIO ->
          List.of(sounds.split(" ", -1)).contains(track.codec())
              && (!track.codec().equals("opus") || same(fromContainer));
      case SUBTITLE ->
          switch (this) {
            case MP4, MOV -> track.codec().equals("mov_text");
            case MKV ->
                Set.of("subrip", "ass", "ssa", "webvtt", "hdmv_pgs_subtitle", "dvd_subtitle")
                    .contains(track.codec());
            case WEBM -> track.codec().equals("webvtt");
          };
    };
  }

  private boolean same(String from) {
    return switch (this) {
      case MP4, MOV -> from.startsWith("mov");
      case MKV, WEBM -> from.startsWith("matroska");
    };
  }

  /** Whether a track has a place in it, copied or encoded. */
  boolean holds(Track track, String fromContainer) {
    return switch (track.kind()) {
      case AUDIO -> true;
      case SUBTITLE -> copies(track, fromContainer) || TEXT.contains(track.codec());
    };
  }

  /** The words that say how a track is encoded, for the track of that number of its kind. */
  List<String> encoder(Track track, int number) {
    return switch (track.kind()) {
      case SUBTITLE -> List.of("-c:s:" + number, textEncoder);
      case AUDIO -> {
        var rate = 64 * Math.clamp(track.channels(), 1, 8) + "k";
        yield soundEncoder.equals("libopus")
            ? List.of(
                "-c:a:" + number,
                soundEncoder,
                "-b:a:" + number,
                rate,
                "-filter:a:" + number,
                "aformat=channel_layouts=7.1|5.1|stereo|mono")
            : List.of("-c:a:" + number, soundEncoder, "-b:a:" + number, rate);
      }
    };
  }
}
