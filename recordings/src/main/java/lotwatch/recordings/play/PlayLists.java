package lotwatch.recordings.play;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lotwatch.wire.recordings.Playback.File;

/** The lists by which players find the tracks of one video: one of HLS, one of DASH. */
public final class PlayLists {
  private final MediaTrack video;
  private final Optional<MediaTrack> sound;

  private PlayLists(MediaTrack video, Optional<MediaTrack> sound) {
    this.video = video;
    this.sound = sound;
  }

  /**
   * Writes both lists beside the tracks.
   *
   * @param folder where the files of the tracks are, under their names
   * @param hasSound whether there is a track of sound
   * @return what is there then
   * @throws IOException if one cannot be read, or holds nothing that players know
   */
  public static Set<File> write(Path folder, boolean hasSound) throws IOException {
    var video = MediaTrack.of(folder, File.VIDEO, File.VIDEO_PLAYLIST);
    var sound =
        hasSound
            ? Optional.of(MediaTrack.of(folder, File.SOUND, File.SOUND_PLAYLIST))
            : Optional.<MediaTrack>empty();
    var lists = new PlayLists(video, sound);
    Files.writeString(folder.resolve(File.PLAYLIST.fileName()), lists.hls());
    Files.writeString(folder.resolve(File.MANIFEST.fileName()), lists.dash());
    var made = EnumSet.of(File.PLAYLIST, File.MANIFEST);
    for (var track : lists.tracks()) {
      made.add(track.file());
      made.add(track.playlist());
    }
    return made;
  }

  /**
   * The list of HLS that names those of the tracks.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc8216#section-4.3.4">RFC 8216, 4.3.4</a>
   */
  private String hls() {
    var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
    sound.ifPresent(track ->
        text.append(
            "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"sound\",NAME=\"sound\",DEFAULT=YES,AUTOSELECT=YES,URI=\"%s\"\n"
                .formatted(track.playlist().fileName())));
    var codecs = String.join(",", tracks().stream().map(it -> it.entry().codec()).toList());
    long bitRate = tracks().stream().mapToLong(MediaTrack::bitRateMax).sum();
    text.append("#EXT-X-STREAM-INF:BANDWIDTH=%d,CODECS=\"%s\"".formatted(bitRate, codecs));
    text.append(",RESOLUTION=%dx%d".formatted(video.entry().width(), video.entry().height()));
    text.append(sound.isPresent() ? ",AUDIO=\"sound\"\n" : "\n");
    return text.append(video.playlist().fileName()).append('\n').toString();
  }

  /**
   * The list of DASH, which names the segments itself: those that the lists of HLS name.
   *
   * @see <a href="https://www.iso.org/standard/83314.html">ISO/IEC 23009-1, 5.3</a>
   */
  private String dash() {
    var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    text.append("<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\"");
    text.append(" profiles=\"urn:mpeg:dash:profile:full:2011\"");
    long end = tracks().stream().mapToLong(MediaTrack::endMicros).max().orElseThrow();
    long buffer = tracks().stream().mapToLong(MediaTrack::segmentMicrosMax).max().orElseThrow();
    text.append(" mediaPresentationDuration=\"%s\"".formatted(duration(end)));
    text.append(" minBufferTime=\"%s\">\n".formatted(duration(buffer)));
    text.append("  <Period id=\"1\" start=\"PT0S\">\n");
    tracks().forEach(track -> adaptationSet(text, track));
    return text.append("  </Period>\n</MPD>\n").toString();
  }

  private List<MediaTrack> tracks() {
    var tracks = new ArrayList<>(List.of(video));
    sound.ifPresent(tracks::add);
    return tracks;
  }

  /** The description of sound has no room for more than 65,535 a second, and says 0 then. */
  private static String samplingRate(int samplesPerSecond) {
    return samplesPerSecond == 0 ? "" : " audioSamplingRate=\"%d\"".formatted(samplesPerSecond);
  }

  private static void adaptationSet(StringBuilder text, MediaTrack track) {
    var entry = track.entry();
    boolean isVideo = entry.width() > 0;
    var kind = isVideo ? "video" : "audio";
    text.append("    <AdaptationSet contentType=\"%1$s\" mimeType=\"%1$s/mp4\"".formatted(kind));
    text.append(" segmentAlignment=\"true\">\n");
    text.append("      <Representation id=\"%s\"".formatted(kind));
    text.append(" bandwidth=\"%d\"".formatted(track.bitRateMax()));
    text.append(" codecs=\"%s\"".formatted(entry.codec()));
    text.append(
        isVideo
            ? " width=\"%d\" height=\"%d\">\n".formatted(entry.width(), entry.height())
            : samplingRate(entry.samplesPerSecond()) + ">\n");
    text.append("        <BaseURL>%s</BaseURL>\n".formatted(track.file().fileName()));
    var fragments = track.fragments();
    text.append("        <SegmentList timescale=\"%d\">\n".formatted(fragments.ticksPerSecond()));
    text.append(
        "          <Initialization range=\"0-%d\"/>\n".formatted(fragments.headerBytes() - 1));
    timeline(text, track);
    for (var segment : track.segments()) {
      text.append(
          "          <SegmentURL mediaRange=\"%d-%d\"/>\n"
              .formatted(segment.from(), segment.from() + segment.bytes() - 1));
    }
    text.append("        </SegmentList>\n      </Representation>\n    </AdaptationSet>\n");
  }

  /** Segments of one length that follow each other are one line. */
  private static void timeline(StringBuilder text, MediaTrack track) {
    text.append("          <SegmentTimeline>\n");
    var segments = track.segments();
    int from = 0;
    while (from < segments.size()) {
      var first = segments.get(from);
      int to = from + 1;
      while (to < segments.size()
          && segments.get(to).ticks() == first.ticks()
          && segments.get(to).startTicks() == segments.get(to - 1).startTicks() + first.ticks()) {
        to++;
      }
      text.append("            <S t=\"%d\" d=\"%d\"".formatted(first.startTicks(), first.ticks()));
      text.append(to - from > 1 ? " r=\"%d\"/>\n".formatted(to - from - 1) : "/>\n");
      from = to;
    }
    text.append("          </SegmentTimeline>\n");
  }

  /** As XML Schema writes it. */
  private static String duration(long micros) {
    return "PT%sS".formatted(BigDecimal.valueOf(micros, 6).stripTrailingZeros().toPlainString());
  }
}
