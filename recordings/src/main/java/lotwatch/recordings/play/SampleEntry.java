package lotwatch.recordings.play;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What the header of a track says of its samples.
 *
 * @param codec what a player must be able to decode, as RFC 6381 and the codecs' own standards
 *     write it
 * @param width of its frames in pixels; 0 for sound
 * @param height of its frames; 0 for sound
 * @param samplesPerSecond of sound; 0 for video
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6381">RFC 6381</a>
 */
record SampleEntry(String codec, int width, int height, int samplesPerSecond) {
  private static final int HEAD_BYTES = 8;

  /** Where the entry begins in the box that lists it, after a version and a count. */
  private static final int ENTRY = 8;

  private static final int VIDEO_FIELDS = 78;
  private static final int SOUND_FIELDS = 28;

  /** The tag of what a decoder of MPEG-4 is set up with, in an {@code esds}. */
  private static final int DECODER_CONFIG = 4;

  private static final int DECODER_INFO = 5;

  /** The object type of AAC. */
  private static final int AAC = 0x40;

  /**
   * Reads the content of a box {@code stsd} with one entry.
   *
   * @throws IOException if the codec is none that players of fragments know
   */
  static SampleEntry of(byte[] content) throws IOException {
    var box = ByteBuffer.wrap(content);
    try {
      var type = type(box, ENTRY);
      return switch (type) {
        case "avc1", "avc3" -> video(box, type + h264(inner(box, VIDEO_FIELDS, "avcC")));
        case "hvc1", "hev1" -> video(box, type + h265(inner(box, VIDEO_FIELDS, "hvcC")));
        case "vp09" -> video(box, type + vp9(inner(box, VIDEO_FIELDS, "vpcC")));
        case "av01" -> video(box, type + av1(inner(box, VIDEO_FIELDS, "av1C")));
        case "mp4a" -> sound(box, type + mpeg4(inner(box, SOUND_FIELDS, "esds")));
        case "Opus", "fLaC" -> sound(box, type.toLowerCase(Locale.ROOT)); // as browsers write it
        case "ac-3", "ec-3" -> sound(box, type);
        default -> throw new IOException("its samples are " + type);
      };
    } catch (IndexOutOfBoundsException e) {
      throw new IOException("the description of its samples is cut off", e);
    }
  }

  private static SampleEntry video(ByteBuffer box, String codec) {
    int fields = ENTRY + HEAD_BYTES;
    int width = Short.toUnsignedInt(box.getShort(fields + 24));
    int height = Short.toUnsignedInt(box.getShort(fields + 26));
    return new SampleEntry(codec, width, height, 0);
  }

  private static SampleEntry sound(ByteBuffer box, String codec) {
    int rate = Short.toUnsignedInt(box.getShort(ENTRY + HEAD_BYTES + 24));
    return new SampleEntry(codec, 0, 0, rate);
  }

  /** The content of a box within the entry. */
  private static ByteBuffer inner(ByteBuffer box, int fields, String type) throws IOException {
    int at = ENTRY + HEAD_BYTES + fields;
    while (at + HEAD_BYTES <= box.limit()) {
      int bytes = box.getInt(at);
      if (type(box, at).equals(type)) {
        return box.slice(at + HEAD_BYTES, bytes - HEAD_BYTES);
      }
      at += Math.max(HEAD_BYTES, bytes);
    }
    throw new IOException("its samples have no " + type);
  }

  private static String type(ByteBuffer box, int at) {
    var type = new byte[4];
    box.get(at + 4, type);
    return new String(type, ISO_8859_1);
  }

  private static int number(ByteBuffer box, int at) {
    return Byte.toUnsignedInt(box.get(at));
  }

  /** Profile, constraints and level (ISO/IEC 14496-15, 5.3.3). */
  private static String h264(ByteBuffer config) {
    return ".%02x%02x%02x".formatted(number(config, 1), number(config, 2), number(config, 3));
  }

  /** ISO/IEC 14496-15, annex E. */
  private static String h265(ByteBuffer config) {
    int profile = number(config, 1);
    var space = new String[] {"", "A", "B", "C"}[profile >> 6];
    var tier = (profile & 0x20) == 0 ? "L" : "H";
    int compatible = Integer.reverse(config.getInt(2));
    var constraints = new byte[6];
    config.get(6, constraints);
    int used = constraints.length;
    while (used > 0 && constraints[used - 1] == 0) {
      used--;
    }
    var text =
        new StringBuilder(
            ".%s%d.%X.%s%d".formatted(space, profile & 0x1f, compatible, tier, number(config, 12)));
    for (int i = 0; i < used; i++) {
      text.append('.').append(HexFormat.of().withUpperCase().toHexDigits(constraints[i]));
    }
    return text.toString();
  }

  /** Profile, level and bits, after a version (VP codec in ISO media, 4). */
  private static String vp9(ByteBuffer config) {
    return ".%02d.%02d.%02d"
        .formatted(number(config, 4), number(config, 5), number(config, 6) >> 4);
  }

  /** Profile, level, tier and bits (AV1 codec in ISO media, 5). */
  private static String av1(ByteBuffer config) {
    int first = number(config, 1);
    int second = number(config, 2);
    int bits = (second & 0x40) == 0 ? 8 : (second & 0x20) == 0 ? 10 : 12;
    return ".%d.%02d%s.%02d"
        .formatted(first >> 5, first & 0x1f, (second & 0x80) == 0 ? "M" : "H", bits);
  }

  /** The type of object, and for AAC that of the sound (ISO/IEC 14496-1, 7.2.6). */
  private static String mpeg4(ByteBuffer esds) throws IOException {
    esds.position(4 + descriptor(esds, 4) + 3);
    int config = esds.position();
    if (number(esds, config) != DECODER_CONFIG) {
      throw new IOException("its sound is not described as usual");
    }
    int fields = config + descriptor(esds, config);
    int object = number(esds, fields);
    int info = fields + 13;
    if (object != AAC || number(esds, info) != DECODER_INFO) {
      return ".%02X".formatted(object);
    }
    return ".%02X.%d".formatted(object, number(esds, info + descriptor(esds, info)) >> 3);
  }

  /** The bytes of a descriptor's head: its tag, and a length of up to four bytes. */
  private static int descriptor(ByteBuffer box, int at) {
    int head = 2;
    while ((number(box, at + head - 1) & 0x80) != 0 && head < 5) {
      head++;
    }
    return head;
  }
}
