package lotwatch.gateway.stream.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.regex.Pattern;
import lotwatch.wire.json.Json;
import lotwatch.wire.json.ProblemException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A packet of Socket.IO, which is the text of a message of Engine.IO.
 *
 * @param namespace {@code /} unless it names another
 * @param ack the number by which the other side wants it acknowledged; empty if it does not
 * @param data null if there is none
 */
public record SocketPacket(Type type, String namespace, String ack, @Nullable JsonNode data) {
  /** The namespace of packets that name none. */
  static final String ROOT = "/";

  /** An Engine.IO message. */
  private static final char MESSAGE = '4';

  /**
   * TYPE, attachments, namespace, number, JSON; a namespace may have a query, which says nothing.
   */
  private static final Pattern SHAPE =
      Pattern.compile(
          "([0-6])(?:(\\d{1,4})-)?(?:(/[^,?]{0,%d})(?:\\?[^,]*)?(?:,|$))?(\\d{0,18})(.*)"
              .formatted(SocketLimits.NAMESPACE_LENGTH_MAX - 1),
          Pattern.DOTALL);

  /** What packets are for. */
  public enum Type {
    CONNECT('0'),
    DISCONNECT('1'),
    EVENT('2'),
    ACK('3'),
    CONNECT_ERROR('4'),
    BINARY_EVENT('5'),
    BINARY_ACK('6');

    private final char code;

    Type(char code) {
      this.code = code;
    }

    private static Type of(char code) {
      for (var type : values()) {
        if (type.code == code) {
          return type;
        }
      }
      throw new IllegalArgumentException("no type is " + code);
    }
  }

  /** Reads one; empty if it is none. */
  static Optional<SocketPacket> parse(String text) {
    var shape = SHAPE.matcher(text);
    if (!shape.matches()) {
      return Optional.empty();
    }
    var type = Type.of(text.charAt(0));
    boolean binary = type == Type.BINARY_EVENT || type == Type.BINARY_ACK;
    if (binary != (shape.group(2) != null)) {
      return Optional.empty();
    }
    var namespace = shape.group(3);
    try {
      return Optional.of(
          new SocketPacket(
              type, namespace == null ? ROOT : namespace, shape.group(4), data(shape.group(5))));
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  /** A value of any type: only objects can be read, so it is put into one. */
  private static @Nullable JsonNode data(String json) throws ProblemException {
    if (json.isEmpty()) {
      return null;
    }
    var around = Json.object(("{\"data\":" + json + "}").getBytes(UTF_8));
    if (around.size() != 1) {
      throw ProblemException.wrong("data", "is more than one value");
    }
    return around.get("data");
  }

  /** An event with one value, as it is sent to every visitor of a namespace. */
  public static String event(String namespace, String name, Object value) {
    return written(Type.EVENT, namespace, "", "[\"" + name + "\"," + json(value) + "]");
  }

  static String connected(String namespace, String id) {
    return written(Type.CONNECT, namespace, "", "{\"sid\":\"" + id + "\"}");
  }

  static String refused(String namespace) {
    return written(Type.CONNECT_ERROR, namespace, "", "{\"message\":\"Invalid namespace\"}");
  }

  static String acknowledged(String namespace, String ack) {
    return written(Type.ACK, namespace, ack, "[]");
  }

  private static String written(Type type, String namespace, String ack, String json) {
    var named = namespace.equals(ROOT) ? "" : namespace + ",";
    return "" + MESSAGE + type.code + named + ack + json;
  }

  private static String json(Object value) {
    return new String(Json.bytes(value), UTF_8);
  }
}
