package lotwatch.wire.recordings;

import java.nio.file.Path;
import lotwatch.ledger.BlobId;

/**
 * Videos as players of HLS take them: a play list, and one file of fragments that it names ranges
 * of. They are made of a finished video when somebody asks for them, by copying, and are gone when
 * others need the space.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8216">RFC 8216</a>
 */
@FunctionalInterface
public interface Hls {
  /** The name of the play list. */
  String PLAYLIST = "index.m3u8";

  /** The name of the file that the play list names. */
  String VIDEO = "video.mp4";

  /**
   * Where the two files are; whoever opens one keeps it.
   *
   * @param playlist text
   * @param video the fragments, with their header first
   */
  record Made(Path playlist, Path video) {}

  /**
   * A video's files, which are made first if they are not here.
   *
   * @throws HlsException if they cannot be had now; says why
   */
  Made of(BlobId video) throws HlsException, InterruptedException;
}
