package lotwatch.gateway.encode;

import java.util.HashMap;
import java.util.Map;
import lotwatch.wire.proto.replication.UploadVideoChunk;
import lotwatch.wire.recordings.Wanted;

/** What the first message of an upload asks for. */
final class WantedSize {
  private WantedSize() {}

  /**
   * The size of the final picture is the upscale size where there is one, else the target's, else
   * the source's, each side by itself; an odd one becomes the next even one.
   *
   * @throws IllegalArgumentException if that cannot be made; names the field
   */
  static Wanted of(UploadVideoChunk first) {
    var asked = new HashMap<String, String>();
    side(asked, "width", first.getUpscaleWidth(), first.getTargetWidth());
    side(asked, "height", first.getUpscaleHeight(), first.getTargetHeight());
    if (!first.getOutputFormat().isEmpty()) {
      asked.put("container", first.getOutputFormat());
    }
    try {
      return Wanted.of(asked);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          String.valueOf(e.getMessage()).replaceFirst("^container ", "output_format "), e);
    }
  }

  private static void side(Map<String, String> asked, String field, int upscale, int target) {
    long pixels = upscale > 0 ? upscale : target;
    if (pixels > 0) {
      asked.put(field, Long.toString(pixels + pixels % 2));
    }
  }
}
