package lotwatch.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages of one type and refuses fields that the type does not have. The library keeps such
 * fields aside and goes on, so that two versions would make different things of the same bytes.
 *
 * <p>A second pass over the bytes looks at nothing but the tags: a tenth of the cost of parsing.
 */
final class StrictParser<T extends Message> {
  private static final int WIRE_TYPE_BITS = 3;

  private final Parser<? extends Message> parser;
  private final Class<?> type;
  private final Fields fields;

  /**
   * Of the type of this message.
   *
   * @param prototype any message of the type
   */
  StrictParser(T prototype) {
    parser = prototype.getParserForType();
    type = prototype.getClass();
    fields = Fields.of(prototype.getDescriptorForType(), new HashMap<>());
  }

  /**
   * Reads one message, which takes all these bytes from {@code offset} on.
   *
   * @throws CorruptException if it is none, or has a field that we do not know
   */
  @SuppressWarnings("unchecked") // the parser is that of a T
  T parse(byte[] bytes, int offset) throws CorruptException {
    try {
      int length = bytes.length - offset;
      var message = (T) parser.parseFrom(CodedInputStream.newInstance(bytes, offset, length));
      check(CodedInputStream.newInstance(bytes, offset, length), fields);
      return message;
    } catch (InvalidProtocolBufferException e) {
      throw new CorruptException("not a message: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalStateException("an array cannot fail to be read as a " + type, e);
    }
  }

  /**
   * Looks at a message that was read by somebody else.
   *
   * @throws CorruptException if it has a field that we do not know
   */
  void check(T message) throws CorruptException {
    var _ = parse(message.toByteArray(), 0);
  }

  private static void check(CodedInputStream in, Fields fields)
      throws IOException, CorruptException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      var inside = fields.inside(tag);
      if (inside.plain) {
        var _ = in.skipField(tag);
      } else {
        int end = in.pushLimit(in.readRawVarint32());
        check(in, inside);
        in.popLimit(end);
      }
    }
  }

  /** The fields of one type. */
  private static final class Fields {
    /** Inside of what is no message. */
    private static final Fields PLAIN = new Fields("", true, 0);

    private final String name;
    private final boolean plain;

    /** What is inside the field that has this tag (number and kind); null if none has. */
    private final @Nullable Fields[] byTag;

    private Fields(String name, boolean plain, int tags) {
      this.name = name;
      this.plain = plain;
      this.byTag = new Fields[tags];
    }

    static Fields of(Descriptor type, Map<Descriptor, Fields> known) {
      int numberMax =
          type.getFields().stream().mapToInt(FieldDescriptor::getNumber).max().orElse(0);
      var fields = new Fields(type.getName(), false, (numberMax + 1) << WIRE_TYPE_BITS);
      known.put(type, fields);
      for (var field : type.getFields()) {
        var inside = PLAIN;
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
          var message = field.getMessageType();
          inside = known.containsKey(message) ? known.get(message) : of(message, known);
        }
        fields.put(field.getNumber(), field.getLiteType().getWireType(), inside);
        if (field.isPackable()) {
          fields.put(field.getNumber(), 2, inside); // many of them, as bytes
        }
      }
      return fields;
    }

    private void put(int number, int wireType, Fields inside) {
      byTag[number << WIRE_TYPE_BITS | wireType] = inside;
    }

    Fields inside(int tag) throws CorruptException {
      var inside = tag > 0 && tag < byTag.length ? byTag[tag] : null;
      if (inside == null) {
        throw new CorruptException(
            "%s has a field %d that this program does not know"
                .formatted(name, tag >>> WIRE_TYPE_BITS));
      }
      return inside;
    }
  }
}
