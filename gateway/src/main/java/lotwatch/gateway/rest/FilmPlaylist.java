package lotwatch.gateway.rest;

import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import lotwatch.ledger.Footage;
import lotwatch.ledger.RecordingState;

/**
 * The play list of what a camera has recorded, whose pieces are not joined yet: each piece with a
 * header of its own, and when it was.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8216">RFC 8216</a>
 */
final class FilmPlaylist {
  private static final Pattern HEADER = Pattern.compile("header-(\\d{1,4})\\.mp4");
  private static final Pattern PIECE = Pattern.compile("piece-(\\d{1,4})\\.mp4");
  private static final double MILLIS = 1_000;

  private FilmPlaylist() {}

  /** Whether a recording is played so. */
  static boolean isOf(RecordingState recording) {
    return recording.footage() != null && !recording.footage().pieces().isEmpty();
  }

  /** The text; it ends when the camera records no more. */
  static String text(RecordingState recording) {
    var pieces = Objects.requireNonNull(recording.footage()).pieces();
    int longest = pieces.stream().mapToInt(Footage.Piece::millis).max().orElse(1);
    var text =
        new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n")
            .append("#EXT-X-TARGETDURATION:%d\n".formatted((int) Math.ceil(longest / MILLIS)))
            .append("#EXT-X-PLAYLIST-TYPE:EVENT\n#EXT-X-INDEPENDENT-SEGMENTS\n");
    for (int i = 0; i < pieces.size(); i++) {
      var piece = pieces.get(i);
      text.append(i == 0 ? "" : "#EXT-X-DISCONTINUITY\n")
          .append("#EXT-X-MAP:URI=\"header-%d.mp4\"\n".formatted(i))
          .append("#EXT-X-PROGRAM-DATE-TIME:%s\n".formatted(piece.from()))
          .append(String.format(Locale.ROOT, "#EXTINF:%.3f,\n", piece.millis() / MILLIS))
          .append("piece-%d.mp4\n".formatted(i));
    }
    if (recording.status() != RecordingState.Status.RECORDING) {
      text.append("#EXT-X-ENDLIST\n");
    }
    return text.toString();
  }

  /** Of which piece a file is the header; empty if it is none. */
  static OptionalInt header(String file) {
    return number(HEADER, file);
  }

  /** Of which piece a file has the fragments; empty if it is none. */
  static OptionalInt piece(String file) {
    return number(PIECE, file);
  }

  private static OptionalInt number(Pattern shape, String file) {
    var found = shape.matcher(file);
    return found.matches() ? OptionalInt.of(Integer.parseInt(found.group(1))) : OptionalInt.empty();
  }
}
