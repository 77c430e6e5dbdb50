package lotwatch.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** The fields of one small JSON object, read strictly. */
final class Document {
  /** Bytes in a value; system C's have about 130. */
  static final int BYTES_MAX = 8 << 10;

  /** Values in values. */
  static final int DEPTH_MAX = 8;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_MAX)
                  .maxStringLength(BYTES_MAX)
                  .maxNameLength(BYTES_MAX)
                  .maxNumberLength(BYTES_MAX)
                  .build())
          .build();

  /** What a field has that is neither text nor a whole number. */
  private enum Other {
    NULL,
    FRACTION,
    HUGE,
    BOOLEAN,
    NESTED
  }

  private final Map<String, Object> fields = new HashMap<>();

  private Document() {}

  static Document of(byte @Nullable [] value) throws BadRecordException {
    if (value == null || value.length == 0) {
      throw new BadRecordException(Reason.NO_VALUE, "the record has no value");
    }
    if (value.length > BYTES_MAX) {
      throw new BadRecordException(
          Reason.TOO_LONG,
          "the value has %d bytes, the limit is %d".formatted(value.length, BYTES_MAX));
    }
    var document = new Document();
    try (var parser = JSON.createParser(ObjectReadContext.empty(), value)) {
      document.read(parser);
    } catch (StreamConstraintsException e) {
      throw new BadRecordException(
          Reason.TOO_DEEP, "the value is nested deeper than %d levels".formatted(DEPTH_MAX));
    } catch (JacksonException e) { // its message may quote the value: personal data
      throw new BadRecordException(Reason.NOT_JSON, "the value is no JSON");
    }
    return document;
  }

  private void read(JsonParser parser) throws BadRecordException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new BadRecordException(Reason.NO_OBJECT, "the value is no JSON object");
    }
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      var name = parser.currentName();
      if (fields.putIfAbsent(name, value(parser)) != null) {
        throw new BadRecordException(
            Reason.FIELD_TWICE,
            "a field is there twice%s".formatted(name.matches("[a-z_]{1,32}") ? ": " + name : ""));
      }
    }
    if (parser.nextToken() != null) {
      throw new BadRecordException(Reason.NOT_JSON, "more follows after the object");
    }
  }

  private static Object value(JsonParser parser) {
    return switch (parser.nextToken()) {
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> whole(parser);
      case VALUE_NUMBER_FLOAT -> Other.FRACTION;
      case VALUE_TRUE, VALUE_FALSE -> Other.BOOLEAN;
      case VALUE_NULL -> Other.NULL;
      default -> {
        parser.skipChildren();
        yield Other.NESTED;
      }
    };
  }

  private static Object whole(JsonParser parser) {
    try {
      return parser.getLongValue();
    } catch (InputCoercionException e) {
      return Other.HUGE;
    }
  }

  /**
   * A text without blanks around it.
   *
   * @param wrong what it is when it is empty, too long or not printable
   */
  String text(String field, int lengthMax, Reason wrong) throws BadRecordException {
    if (!(value(field) instanceof String text)) {
      throw new BadRecordException(Reason.FIELD_TYPE, field + " is no text");
    }
    return checked(field, text.strip(), lengthMax, wrong);
  }

  static String checked(String field, String text, int lengthMax, Reason wrong)
      throws BadRecordException {
    if (text.isBlank() || text.length() > lengthMax) {
      throw new BadRecordException(
          wrong,
          "%s has %d characters, the limits are 1 and %d"
              .formatted(field, text.length(), lengthMax));
    }
    if (text.chars().anyMatch(Character::isISOControl) || !UTF_8.newEncoder().canEncode(text)) {
      throw new BadRecordException(wrong, field + " has a character that cannot be printed");
    }
    return text;
  }

  /**
   * A whole number.
   *
   * @param type what is wrong when it is something else
   * @param range what is wrong when it is out of the limits
   */
  long whole(String field, long min, long max, Reason type, Reason range)
      throws BadRecordException {
    var value = value(field);
    if (!(value instanceof Long) && value != Other.HUGE) {
      throw new BadRecordException(type, field + " is no whole number");
    }
    if (!(value instanceof Long number) || number < min || number > max) {
      throw new BadRecordException(
          range, "%s is out of its limits %d and %d".formatted(field, min, max));
    }
    return number;
  }

  long whole(String field, long min, long max) throws BadRecordException {
    return whole(field, min, max, Reason.FIELD_TYPE, Reason.NUMBER_RANGE);
  }

  boolean has(String field) {
    var value = fields.get(field);
    return value != null && value != Other.NULL;
  }

  private Object value(String field) throws BadRecordException {
    var value = fields.get(field);
    if (value == null || value == Other.NULL) {
      throw new BadRecordException(Reason.FIELD_MISSING, field + " is missing");
    }
    return value;
  }
}
