package lotwatch.gateway.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import lotwatch.wire.json.Json;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON object that a write carries. */
final class Body {
  /** Bytes in one body. */
  static final int BYTES_MAX = 16 << 10;

  private final ObjectNode fields;

  private Body(ObjectNode fields) {
    this.fields = fields;
  }

  /**
   * Reads the body.
   *
   * @param known the fields it may have
   * @throws ProblemException 415 if it is not sent as JSON (which also keeps other sites' forms
   *     out), 413 if it is too long, 400 if it is not an object or has other fields
   */
  static Body of(Context ctx, Set<String> known) throws ProblemException, IOException {
    return of(ctx, known, BYTES_MAX);
  }

  /** The same for a body of up to so many bytes. */
  static Body of(Context ctx, Set<String> known, int bytesMax)
      throws ProblemException, IOException {
    String type = ctx.contentType();
    if (type == null || !type.split(";", -1)[0].strip().equalsIgnoreCase("application/json")) {
      throw new ProblemException(
          Problem.of(415, "Not JSON", "the Content-Type must be application/json"));
    }
    byte[] bytes = ctx.req().getInputStream().readNBytes(bytesMax + 1);
    if (bytes.length > bytesMax) {
      throw new ProblemException(
          Problem.of(413, "Body too long", "body is longer than %d bytes".formatted(bytesMax))
              .at("body"));
    }
    ObjectNode fields = Json.object(bytes);
    var unknown = new TreeSet<>(fields.propertyNames());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw ProblemException.wrong(
          unknown.first(), "is not a field of this request; it has " + new TreeSet<>(known));
    }
    return new Body(fields);
  }

  boolean has(String field) {
    return fields.has(field);
  }

  /** A field that must be there and be text. */
  String text(String field) throws ProblemException {
    @Nullable JsonNode node = fields.get(field);
    if (node == null) {
      throw ProblemException.wrong(field, "is missing");
    }
    if (!node.isString()) {
      throw ProblemException.wrong(field, "must be a string");
    }
    return node.stringValue();
  }

  /** A field that must be there and be a list of 1 to so many. */
  List<JsonNode> list(String field, int max) throws ProblemException {
    @Nullable JsonNode node = fields.get(field);
    if (node == null) {
      throw ProblemException.wrong(field, "is missing");
    }
    if (!node.isArray() || node.isEmpty() || node.size() > max) {
      throw ProblemException.wrong(field, "must be a list of 1 to " + max);
    }
    return List.copyOf(node.asArray().values());
  }

  /** A field that must be there and be a whole number of 64 bits. */
  long number(String field) throws ProblemException {
    @Nullable JsonNode node = fields.get(field);
    if (node == null) {
      throw ProblemException.wrong(field, "is missing");
    }
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw ProblemException.wrong(field, "must be a whole number");
    }
    return node.longValue();
  }
}
