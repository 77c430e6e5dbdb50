package lotwatch.media.camera;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Where what cameras record goes. */
public interface Films {
  /** Takes nothing. */
  Films NONE =
      new Films() {
        @Override
        public Path folder(String camera) throws IOException {
          throw new IOException("nothing is recorded here");
        }

        @Override
        public void piece(String camera, Piece piece) {
          throw new IllegalStateException("nothing is recorded here");
        }

        @Override
        public void stands(String camera, String reason) {}
      };

  /**
   * Some seconds of video.
   *
   * @param file fragmented MPEG-4, which plays by itself
   * @param from when it begins: never before the end of the one before it
   */
  record Piece(Path file, Instant from, Duration length) {}

  /** A new folder for pieces, which whoever asked for it removes. */
  Path folder(String camera) throws IOException;

  /** Takes a piece, and its file with it. Does not wait for a disk or another node. */
  void piece(String camera, Piece piece);

  /**
   * Recording stands still, or goes on again.
   *
   * @param reason without secrets; empty if it goes on
   */
  void stands(String camera, String reason);
}
