package lotwatch.gateway.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lotwatch.wire.EventToken;
import lotwatch.wire.json.Json;
import lotwatch.wire.json.ProblemException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a client asks for.
 *
 * @param lots the only lots it wants; empty for all
 * @param last the last event it has; empty to start with a snapshot
 */
record Wanted(Set<String> lots, Optional<EventToken> last) {
  private static final Set<String> FIELDS = Set.of("lots", "after");

  /**
   * Reads parameters.
   *
   * @param key what the token is called
   * @param token null or empty for none
   */
  static Wanted of(List<String> lots, String key, @Nullable String token) throws ProblemException {
    var wanted = Set.copyOf(lots);
    if (wanted.size() > LiveLimits.FILTER_LOTS_MAX) {
      throw ProblemException.wrong(
          "lot",
          "is given %d times, the limit is %d"
              .formatted(wanted.size(), LiveLimits.FILTER_LOTS_MAX));
    }
    return new Wanted(wanted, token(key, token));
  }

  /**
   * Reads a message such as {@code {"lots": ["north"], "after": "TOKEN"}}; both may be left out.
   */
  Wanted changed(String message) throws ProblemException {
    var fields = Json.object(message.getBytes(UTF_8));
    for (var name : fields.propertyNames()) {
      if (!FIELDS.contains(name)) {
        throw ProblemException.wrong(name, "is not a field of this message; it has lots and after");
      }
    }
    @Nullable JsonNode after = fields.get("after");
    if (after != null && !after.isString()) {
      throw ProblemException.wrong("after", "must be a string");
    }
    return new Wanted(
        lots(fields.get("lots")), token("after", after == null ? null : after.stringValue()));
  }

  private Set<String> lots(@Nullable JsonNode field) throws ProblemException {
    if (field == null) {
      return lots;
    }
    if (!field.isArray()
        || field.size() > LiveLimits.FILTER_LOTS_MAX
        || !field.valueStream().allMatch(JsonNode::isString)) {
      throw ProblemException.wrong(
          "lots", "must be a list of at most %d strings".formatted(LiveLimits.FILTER_LOTS_MAX));
    }
    return field.valueStream().map(JsonNode::stringValue).collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<EventToken> token(String key, @Nullable String text)
      throws ProblemException {
    if (text == null || text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(EventToken.parse(text));
    } catch (IllegalArgumentException e) {
      throw ProblemException.wrong(key, String.valueOf(e.getMessage()));
    }
  }
}
