package lotwatch.wire.rpc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.function.Predicate;
import lotwatch.wire.json.ProblemException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Any bytes at all for {@link RpcRequest}: what it must make of them, and how they are answered.
 */
public final class CallFuzz {
  private static final JsonMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII) // a lone surrogate is no UTF-8
          .build();

  private CallFuzz() {}

  /** One input, the body of a frame; fails if a promise is broken. */
  public static void fuzzerTestOneInput(byte[] body) {
    try {
      var call = RpcRequest.read(body);
      assertThat(PlainJson.isObject(body)).as("it was taken for an object").isTrue();
      assertMeant(call, (ObjectNode) STRICT.readTree(body));
      assertAnswers(call);
    } catch (ProblemException e) {
      assertThat(PlainJson.isObject(body)).as(e.getMessage()).isFalse();
    }
  }

  private static void assertMeant(RpcRequest call, ObjectNode said) {
    assertThat(new BigInteger(call.id())).isNotNull();
    if (call.wrong() == null) {
      assertThat(said.path("rpcId").asString("0")).isEqualTo(call.id());
      assertThat(said.path("method").asString("")).isEqualTo(call.method());
      assertThat(said.path("args").values()).containsExactlyElementsOf(call.args());
      if (call.args().stream().noneMatch(CallFuzz::hasFractions)) {
        assertTakenAgain(call);
      }
    } else {
      boolean wrong =
          is(said.get("rpcId"), id -> !id.isIntegralNumber())
              || is(said.get("method"), method -> !method.isString())
              || is(said.get("args"), args -> !args.isArray() || args.size() > RpcRequest.ARGS_MAX);
      assertThat(wrong).as(call.wrong()).isTrue();
    }
  }

  private static boolean is(@Nullable JsonNode node, Predicate<JsonNode> wrong) {
    return node != null && wrong.test(node);
  }

  /** Numbers that are not whole lose digits, and are no argument of any call. */
  private static boolean hasFractions(JsonNode node) {
    return node.isFloatingPointNumber() || node.values().stream().anyMatch(CallFuzz::hasFractions);
  }

  private static void assertTakenAgain(RpcRequest call) {
    var json = STRICT.createObjectNode();
    json.put("rpcId", new BigInteger(call.id())).put("method", call.method());
    call.args().forEach(json.putArray("args")::add);
    assertThat(readAgain(STRICT.writeValueAsBytes(json))).isEqualTo(call);
  }

  private static RpcRequest readAgain(byte[] json) {
    try {
      return RpcRequest.read(json);
    } catch (ProblemException e) {
      throw new AssertionError("what was taken is not taken again", e);
    }
  }

  private static void assertAnswers(RpcRequest call) {
    var why = call.wrong() == null ? "Unknown method: " + call.method() : call.wrong();
    assertAnswer(call.id(), RpcAnswer.error(call.id(), why), "null", why);
    assertAnswer(call.id(), RpcAnswer.error(call.id(), "false", why), "false", why);
    assertAnswer(call.id(), RpcAnswer.result(call.id(), "7"), "7", null);
  }

  private static void assertAnswer(String id, byte[] body, String result, @Nullable String error) {
    assertThat(PlainJson.isObject(body)).isTrue();
    assertThat(new String(body, US_ASCII).getBytes(UTF_8)).isEqualTo(body);
    var answer = (ObjectNode) STRICT.readTree(body);
    assertThat(answer.propertyNames()).containsExactly("rpcId", "result", "error");
    assertThat(answer.path("rpcId").bigIntegerValue()).isEqualTo(new BigInteger(id));
    assertThat(answer.path("result")).hasToString(result);
    assertThat(answer.path("error").isNull() ? null : answer.path("error").stringValue())
        .isEqualTo(error);
  }
}
