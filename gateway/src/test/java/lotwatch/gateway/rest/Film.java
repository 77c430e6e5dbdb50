package lotwatch.gateway.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** The boxes of a piece of fragmented MPEG-4 (ISO/IEC 14496-12), with nothing in them to decode. */
final class Film {
  private Film() {}

  /** What a player needs first. */
  static byte[] header() {
    byte[] inner = box("stsd", new byte[8], box("avc1", new byte[8]));
    for (var each : List.of("stbl", "minf", "mdia", "trak", "moov")) {
      inner = box(each, inner);
    }
    return inner;
  }

  /** One fragment of so many frames. */
  static byte[] fragment(int frames) {
    var run = ByteBuffer.allocate(8).putInt(0).putInt(frames).array();
    var head = box("moof", box("traf", box("trun", run)));
    return joined(head, box("mdat", new byte[frames]));
  }

  static byte[] joined(byte[]... parts) {
    var all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    Arrays.stream(parts).forEach(all::put);
    return all.array();
  }

  private static byte[] box(String type, byte[]... content) {
    var inner = joined(content);
    var head = ByteBuffer.allocate(8).putInt(8 + inner.length).put(type.getBytes(ISO_8859_1));
    return joined(head.array(), inner);
  }
}
