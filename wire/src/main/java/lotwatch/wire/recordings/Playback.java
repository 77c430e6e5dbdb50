package lotwatch.wire.recordings;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import lotwatch.ledger.BlobId;

/**
 * Videos as players take them: in fragments, with small images of them. The files are made of a
 * finished video when somebody asks for them, and are gone when others need the space.
 */
@FunctionalInterface
public interface Playback {
  /** What there is of a video; some name others, which are then in the same folder. */
  enum File {
    /**
     * The play list of HLS that names those of the tracks.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8216">RFC 8216</a>
     */
    PLAYLIST("index.m3u8", "application/vnd.apple.mpegurl"),
    /** The play list of HLS that names ranges of {@link #VIDEO}. */
    VIDEO_PLAYLIST("video.m3u8", "application/vnd.apple.mpegurl"),
    /** The play list of HLS that names ranges of {@link #SOUND}; missing if there is none. */
    SOUND_PLAYLIST("sound.m3u8", "application/vnd.apple.mpegurl"),
    /** The frames as fragmented MPEG-4, with its header first. */
    VIDEO("video.mp4", "video/mp4"),
    /** The same for the sound; missing if there is none. */
    SOUND("sound.mp4", "audio/mp4"),
    /**
     * The list of DASH, which names the same ranges of the same files.
     *
     * @see <a href="https://www.iso.org/standard/83314.html">ISO/IEC 23009-1</a>
     */
    MANIFEST("manifest.mpd", "application/dash+xml"),
    /**
     * Which part of {@link #SPRITE} shows which time, as players read it: cues whose text is an
     * address that ends in {@code #xywh=left,top,width,height}.
     *
     * @see <a href="https://www.w3.org/TR/webvtt1/">WebVTT</a>
     * @see <a href="https://www.w3.org/TR/media-frags/#naming-space">Media Fragments URI</a>
     */
    THUMBNAILS("thumbnails.vtt", "text/vtt"),
    /** All thumbnails, in one image. */
    SPRITE("thumbnails.jpg", "image/jpeg");

    private final String fileName;
    private final String mediaType;

    File(String fileName, String mediaType) {
      this.fileName = fileName;
      this.mediaType = mediaType;
    }

    /** How it is called in the folder of its video. */
    public String fileName() {
      return fileName;
    }

    /** What a server calls its content. */
    public String mediaType() {
      return mediaType;
    }

    /** Whether it lists others, so that who asks for it asks for a video and not for a part. */
    public boolean isList() {
      return switch (this) {
        case PLAYLIST, MANIFEST, THUMBNAILS -> true;
        case VIDEO_PLAYLIST, SOUND_PLAYLIST, VIDEO, SOUND, SPRITE -> false;
      };
    }

    /** The one of that name; empty if there is none. */
    public static Optional<File> named(String fileName) {
      return Arrays.stream(values()).filter(file -> file.fileName.equals(fileName)).findFirst();
    }
  }

  /**
   * One of a video's files, which is made first if it is not here; whoever opens it keeps it.
   *
   * @throws PlaybackException if it cannot be had now; says why
   */
  Path of(BlobId video, File file) throws PlaybackException, InterruptedException;
}
