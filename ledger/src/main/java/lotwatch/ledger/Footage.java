package lotwatch.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a camera has recorded: pieces as they came, until they are joined, and when there are any.
 * Between two spans nothing was recorded. Version 7.
 *
 * @param camera whose it is
 * @param pieces in order; none once they are joined
 * @param spans in order, at least one; they stay when the pieces are joined
 */
public record Footage(String camera, List<Piece> pieces, List<Span> spans) {
  /** Pieces of one recording: an hour of pieces of some seconds. */
  public static final int PIECES_MAX = 400;

  /** Pieces with less time between them are of one span: clocks and keyframes are not exact. */
  public static final Duration GAP_MIN = Duration.ofMillis(1_500);

  /** How long a piece is, at most. */
  public static final Duration PIECE_LENGTH_MAX = Duration.ofMinutes(10);

  /**
   * @throws IllegalArgumentException if there is no span
   */
  public Footage {
    pieces = List.copyOf(pieces);
    spans = List.copyOf(spans);
    if (spans.isEmpty()) {
      throw new IllegalArgumentException("spans are none, at least 1");
    }
  }

  /**
   * Some seconds of video, a file that plays by itself.
   *
   * @param from when it begins
   * @param millis how long it is
   * @param frames how many it has
   */
  public record Piece(BlobId blob, Instant from, int millis, int frames) {
    /**
     * @throws IllegalArgumentException naming the field and the limit it breaks
     */
    public Piece {
      if (millis < 1 || millis > PIECE_LENGTH_MAX.toMillis()) {
        throw new IllegalArgumentException(
            "millis is %d, the limits are 1 and %d".formatted(millis, PIECE_LENGTH_MAX.toMillis()));
      }
      if (frames < 1) {
        throw new IllegalArgumentException("frames is %d, at least 1".formatted(frames));
      }
    }

    /** When it ends. */
    public Instant to() {
      return from.plusMillis(millis);
    }
  }

  /** A time of which there is video. */
  public record Span(Instant from, Instant to) {}

  /** With the first piece. */
  static Footage begun(String camera, Piece first) {
    return new Footage(camera, List.of(first), List.of(new Span(first.from(), first.to())));
  }

  /** When it begins. */
  public Instant from() {
    return spans.getFirst().from();
  }

  /** When it ends. */
  public Instant to() {
    return spans.getLast().to();
  }

  /** The same with one more piece, which begins where the last one ended, or later. */
  Footage with(Piece piece) {
    var more = new ArrayList<>(pieces);
    more.add(piece);
    var times = new ArrayList<>(spans);
    var last = times.getLast();
    if (Duration.between(last.to(), piece.from()).compareTo(GAP_MIN) < 0) {
      times.set(times.size() - 1, new Span(last.from(), piece.to()));
    } else {
      times.add(new Span(piece.from(), piece.to()));
    }
    return new Footage(camera, more, times);
  }

  /** The same when its pieces are one video. */
  Footage joined() {
    return new Footage(camera, List.of(), spans);
  }

  /** When each piece begins after the first, and then how long the last is; in milliseconds. */
  String offsets() {
    return Stream.concat(
            pieces.stream().map(piece -> Duration.between(from(), piece.from()).toMillis()),
            Stream.of((long) pieces.getLast().millis()))
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }

  List<BlobId> blobs() {
    return pieces.stream().map(Piece::blob).toList();
  }
}
