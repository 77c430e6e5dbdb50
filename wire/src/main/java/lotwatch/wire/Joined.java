package lotwatch.wire;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import java.io.IOException;

/** Two messages as the bytes of one: a head, and the fields after it. */
final class Joined {
  private Joined() {}

  static byte[] bytes(MessageLite head, MessageLite rest) {
    byte[] bytes = new byte[head.getSerializedSize() + rest.getSerializedSize()];
    try {
      var out = CodedOutputStream.newInstance(bytes);
      head.writeTo(out);
      rest.writeTo(out);
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new IllegalStateException("a message outgrew its own size", e);
    }
    return bytes;
  }
}
