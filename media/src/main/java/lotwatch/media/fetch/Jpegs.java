package lotwatch.media.fetch;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes JPEGs out of a stream, whatever lies between them: the boundaries and heads of motion JPEG,
 * or nothing. Each is read marker by marker, so that one that lies inside another, as a thumbnail
 * does, is no image of its own.
 *
 * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81, B.1</a>
 */
public final class Jpegs {
  private static final int MARK = 0xff;
  private static final int START = 0xd8;
  private static final int END = 0xd9;
  private static final int SCAN = 0xda;
  private static final int TABLES = 0xc4;

  private final InputStream in;
  private final int bytesMax;
  private long torn;

  /** Whether the start of the next image has been read already. */
  private boolean hasStart;

  /** Whether the image has Huffman tables of its own, and where its first scan begins. */
  private boolean hasTables;

  private int scanAt;

  /**
   * @param bytesMax a longer image is left out
   */
  public Jpegs(InputStream in, int bytesMax) {
    this.in = in instanceof BufferedInputStream ? in : new BufferedInputStream(in);
    this.bytesMax = bytesMax;
  }

  /** How many images began and did not come to their end, or were too long. */
  public long torn() {
    return torn;
  }

  /** Waits for the next whole image; null at the end of the stream. */
  public byte @Nullable [] next() throws IOException {
    while (hasStart || findStart()) {
      hasStart = false;
      var image = new ByteArrayOutputStream(65_536);
      image.write(MARK);
      image.write(START);
      scanAt = 0;
      hasTables = false;
      if (readToEnd(image)) {
        var whole = image.toByteArray();
        return hasTables || scanAt == 0 ? whole : StandardTables.into(whole, scanAt);
      }
      torn++;
    }
    return null;
  }

  private boolean findStart() throws IOException {
    var before = in.read();
    for (var b = in.read(); b >= 0; b = in.read()) {
      if (before == MARK && b == START) {
        return true;
      }
      before = b;
    }
    return false;
  }

  /**
   * Copies up to the end marker; false if the stream ends, or another image begins, or too long.
   */
  private boolean readToEnd(ByteArrayOutputStream image) throws IOException {
    var marker = marker(image);
    while (marker > 0 && marker != END) {
      if (marker == START) {
        hasStart = true;
        return false;
      }
      hasTables |= marker == TABLES;
      if (marker == SCAN && scanAt == 0) {
        scanAt = image.size() - 2;
      }
      if (!hasNoLength(marker) && !copySegment(image)) {
        return false;
      }
      marker = marker == SCAN ? scan(image) : marker(image);
    }
    return marker == END;
  }

  private static boolean hasNoLength(int marker) {
    return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7);
  }

  /** The next marker, with any number of fill bytes before it; -1 if there is none. */
  private int marker(ByteArrayOutputStream image) throws IOException {
    if (in.read() != MARK) {
      return -1;
    }
    var b = in.read();
    while (b == MARK && image.size() < bytesMax) {
      b = in.read();
    }
    image.write(MARK);
    image.write(b);
    return b == 0 ? -1 : b;
  }

  private boolean copySegment(ByteArrayOutputStream image) throws IOException {
    var high = in.read();
    var low = in.read();
    var length = (high << 8 | low) - 2;
    if (high < 0 || low < 0 || length < 0 || image.size() + length > bytesMax) {
      return false;
    }
    image.write(high);
    image.write(low);
    var bytes = in.readNBytes(length);
    image.write(bytes, 0, bytes.length);
    return bytes.length == length;
  }

  /** Copies what is compressed; the marker after it. */
  private int scan(ByteArrayOutputStream image) throws IOException {
    for (var b = in.read(); b >= 0 && image.size() < bytesMax; b = in.read()) {
      image.write(b);
      if (b == MARK) {
        var next = in.read();
        while (next == MARK) {
          next = in.read();
        }
        if (next < 0) {
          return -1;
        }
        image.write(next);
        if (next != 0 && !hasNoLength(next)) {
          return next;
        }
      }
    }
    return -1;
  }
}
