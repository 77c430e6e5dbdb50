package lotwatch.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Messages of several types that share a head and one space of field numbers: the first field after
 * the head tells which type it is. So the fields of each type stand in a file of their own, and
 * their bytes are those of one large message.
 *
 * @param <G> what reads the messages of one type
 */
final class FieldGroups<G> {
  private final Set<Integer> head;
  private final G none;
  private final Map<Integer, G> groups = new HashMap<>();

  /**
   * @param head the message that holds nothing but the head
   * @param none reads what belongs to no type, so that it can say what is wrong with it
   */
  FieldGroups(Descriptor head, G none) {
    this.head =
        head.getFields().stream().map(FieldDescriptor::getNumber).collect(Collectors.toSet());
    this.none = none;
  }

  /**
   * Adds a type.
   *
   * @throws IllegalStateException if one of its numbers is taken
   */
  FieldGroups<G> with(Descriptor type, G group) {
    for (var field : type.getFields()) {
      if (!head.contains(field.getNumber()) && groups.put(field.getNumber(), group) != null) {
        throw new IllegalStateException(
            "number %d of %s is taken".formatted(field.getNumber(), type.getName()));
      }
    }
    return this;
  }

  /** What reads this message, which takes all the bytes from {@code offset} on. */
  G of(byte[] bytes, int offset) {
    return groups.getOrDefault(number(bytes, offset), none);
  }

  /** The number of the first field after the head; 0 if there is none, or the bytes are damaged. */
  private int number(byte[] bytes, int offset) {
    if (bytes.length <= offset) {
      return 0;
    }
    try {
      var in = CodedInputStream.newInstance(bytes, offset, bytes.length - offset);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        int number = WireFormat.getTagFieldNumber(tag);
        if (!head.contains(number)) {
          return number;
        }
        if (!in.skipField(tag)) {
          return 0;
        }
      }
      return 0;
    } catch (IOException damaged) {
      return 0;
    }
  }
}
