package lotwatch.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON text to and from values, with limits on what is read. */
public final class Json {
  /** Objects and arrays inside one another in what is read. */
  public static final int DEPTH_MAX = 16;

  /** Characters in one string that is read. */
  public static final int STRING_LENGTH_MAX = 1 << 20;

  /** Characters in one number that is read. */
  public static final int NUMBER_LENGTH_MAX = 64;

  /** Bytes of UTF-8 in the name of one field that is read. */
  public static final int NAME_LENGTH_MAX = 256;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxStringLength(STRING_LENGTH_MAX)
                          .maxNumberLength(NUMBER_LENGTH_MAX)
                          .maxNameLength(NAME_LENGTH_MAX)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                  .build())
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Json() {}

  /** The value as UTF-8; records by their fields, absent fields left out, times as RFC 3339. */
  public static byte[] bytes(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /**
   * Reads a shape of this package; fields it does not know are passed over.
   *
   * @throws ProblemException with status 400 if it is not JSON or not of this shape
   */
  public static <T> T read(byte[] utf8, Class<T> shape) throws ProblemException {
    checkUtf8(utf8);
    try {
      T value = MAPPER.readValue(utf8, shape);
      if (value == null) {
        throw unreadable("it is null");
      }
      return value;
    } catch (JacksonException e) {
      throw unreadable(e.getOriginalMessage());
    }
  }

  /**
   * Reads one JSON object.
   *
   * @throws ProblemException with status 400, saying why it is not one: the place, or the limit
   */
  public static ObjectNode object(byte[] utf8) throws ProblemException {
    checkUtf8(utf8);
    try {
      JsonNode node = MAPPER.readTree(utf8);
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw unreadable("it is not an object");
    } catch (JacksonException e) {
      throw unreadable(where(e));
    }
  }

  /** The parser takes surrogates, overlong forms and what lies beyond Unicode; UTF-8 has none. */
  private static void checkUtf8(byte[] bytes) throws ProblemException {
    int seen = 0;
    for (byte b : bytes) {
      seen |= b;
    }
    if (seen < 0) {
      try {
        UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      } catch (CharacterCodingException _) {
        throw unreadable("it is not UTF-8");
      }
    }
  }

  private static String where(JacksonException e) {
    var at = e.getLocation();
    String message = String.valueOf(e.getOriginalMessage());
    // Jackson quotes the offending text, which may be a plate: only limits are passed on.
    String said = message.contains("exceeds the maximum") ? message : "it cannot be parsed";
    return at == null || at.getLineNr() < 1
        ? said
        : "%s at line %d, column %d".formatted(said, at.getLineNr(), at.getColumnNr());
  }

  private static ProblemException unreadable(String why) {
    return new ProblemException(
        Problem.of(400, "Not the JSON expected", "body: " + why).at("body"));
  }
}
