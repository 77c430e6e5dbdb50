package lotwatch.media.fetch;

import java.io.ByteArrayOutputStream;
import javax.imageio.plugins.jpeg.JPEGHuffmanTable;

/**
 * The Huffman tables that everybody uses, which the motion JPEG of many cameras leaves out.
 *
 * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81, K.3</a>
 */
final class StandardTables {
  private static final int AC = 0x10;
  private static final int LENGTHS = 16;
  private static final byte[] SEGMENT = segment();

  private StandardTables() {}

  /** The image with the tables put in. */
  static byte[] into(byte[] image, int at) {
    var whole = new byte[image.length + SEGMENT.length];
    System.arraycopy(image, 0, whole, 0, at);
    System.arraycopy(SEGMENT, 0, whole, at, SEGMENT.length);
    System.arraycopy(image, at, whole, at + SEGMENT.length, image.length - at);
    return whole;
  }

  private static byte[] segment() {
    var tables = new ByteArrayOutputStream();
    write(tables, 0, JPEGHuffmanTable.StdDCLuminance);
    write(tables, 1, JPEGHuffmanTable.StdDCChrominance);
    write(tables, AC, JPEGHuffmanTable.StdACLuminance);
    write(tables, AC + 1, JPEGHuffmanTable.StdACChrominance);
    var segment = new ByteArrayOutputStream();
    segment.write(0xff);
    segment.write(0xc4);
    segment.write((tables.size() + 2) >> 8);
    segment.write(tables.size() + 2);
    segment.writeBytes(tables.toByteArray());
    return segment.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, int name, JPEGHuffmanTable table) {
    out.write(name);
    var lengths = table.getLengths();
    for (var i = 0; i < LENGTHS; i++) {
      out.write(i < lengths.length ? lengths[i] : 0);
    }
    for (var value : table.getValues()) {
      out.write(value);
    }
  }
}
