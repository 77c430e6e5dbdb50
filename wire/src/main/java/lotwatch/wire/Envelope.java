package lotwatch.wire;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import lotwatch.ledger.Versions;

/**
 * A message with a version and a checksum: one byte of version, four of CRC-32C (big-endian, over
 * the version and the message), then the message.
 */
final class Envelope {
  /** Bytes around a message. */
  static final int OVERHEAD = 5;

  private Envelope() {}

  static byte[] seal(int version, MessageLite message) {
    byte[] bytes = new byte[OVERHEAD + message.getSerializedSize()];
    try {
      var out = CodedOutputStream.newInstance(bytes, OVERHEAD, bytes.length - OVERHEAD);
      message.writeTo(out);
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new IllegalStateException("a message outgrew its own size", e);
    }
    return sealed(version, bytes);
  }

  /** Seals bytes that may be no message. */
  static byte[] seal(int version, byte[] message) {
    byte[] bytes = new byte[OVERHEAD + message.length];
    System.arraycopy(message, 0, bytes, OVERHEAD, message.length);
    return sealed(version, bytes);
  }

  private static byte[] sealed(int version, byte[] bytes) {
    bytes[0] = (byte) version;
    ByteBuffer.wrap(bytes).putInt(1, sum(bytes));
    return bytes;
  }

  /** The version that these bytes were sealed with. */
  static int version(byte[] bytes) {
    return Byte.toUnsignedInt(bytes[0]);
  }

  static <T extends Message> T open(StrictParser<T> parser, byte[] bytes) throws CorruptException {
    if (bytes.length < OVERHEAD) {
      throw new CorruptException("%d bytes are too few".formatted(bytes.length));
    }
    if (ByteBuffer.wrap(bytes).getInt(1) != sum(bytes)) {
      throw new CorruptException("the checksum of %d bytes is wrong".formatted(bytes.length));
    }
    int version = version(bytes);
    if (version < Versions.FIRST) {
      throw new CorruptException("written in version %d, which there is not".formatted(version));
    }
    if (version > Versions.NEWEST) {
      throw CorruptException.tooNew(version, Versions.NEWEST);
    }
    return parser.parse(bytes, OVERHEAD);
  }

  private static int sum(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes, 0, 1);
    crc.update(bytes, OVERHEAD, bytes.length - OVERHEAD);
    return (int) crc.getValue();
  }
}
