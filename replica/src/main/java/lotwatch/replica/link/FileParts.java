package lotwatch.replica.link;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.util.ArrayList;
import java.util.List;

/** A file that goes over the link in pieces. */
final class FileParts {
  private FileParts() {}

  /** Its pieces in order, which share its memory. */
  static List<ByteString> of(byte[] file) {
    var pieces = new ArrayList<ByteString>();
    for (int from = 0; from < file.length; from += LinkLimits.PIECE_BYTES_MAX) {
      int bytes = Math.min(LinkLimits.PIECE_BYTES_MAX, file.length - from);
      pieces.add(UnsafeByteOperations.unsafeWrap(file, from, bytes));
    }
    return pieces;
  }

  /** A file that comes: no more than was said beforehand is kept. */
  static final class Joined {
    private final byte[] file;
    private int filled;

    /**
     * @throws IllegalArgumentException if it is larger than is taken
     */
    Joined(int size, int sizeMax) {
      if (size < 0 || size > sizeMax) {
        throw new IllegalArgumentException(
            "a file of %d bytes, the limit is %d".formatted(size, sizeMax));
      }
      file = new byte[size];
    }

    /**
     * @throws IllegalArgumentException if more comes than was said
     */
    void add(ByteString piece) {
      if (piece.size() > file.length - filled) {
        throw new IllegalArgumentException(
            "more than the %d bytes announced".formatted(file.length));
      }
      piece.copyTo(file, filled);
      filled += piece.size();
    }

    /**
     * @throws IllegalArgumentException if something is missing
     */
    byte[] whole() {
      if (filled < file.length) {
        throw new IllegalArgumentException("%d of %d bytes came".formatted(filled, file.length));
      }
      return file;
    }
  }
}
