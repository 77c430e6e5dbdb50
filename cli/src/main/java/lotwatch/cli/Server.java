package lotwatch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server a command talks to: by its URL, and over REST. Filled in by the command line. */
final class Server {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(10);
  private static final Duration RETRY_WAIT = Duration.ofSeconds(1);
  private static final int TRIES_MAX = 3;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:LOTWATCH_URL:-http://127.0.0.1:8080}",
      description = "the server; also LOTWATCH_URL (${DEFAULT-VALUE})")
  URI url = URI.create("http://127.0.0.1:8080");

  private @Nullable HttpClient http;

  /** Made when it is first needed: it reads the trusted certificates, which takes a while. */
  private synchronized HttpClient http() {
    if (http == null) {
      http = HttpClient.newBuilder().connectTimeout(ANSWER_WAIT_MAX).build();
    }
    return http;
  }

  /** Asks for a resource. */
  JsonNode get(String path) throws Failure {
    return send(HttpRequest.newBuilder(resolve(path)).GET());
  }

  /** Sends a document; tries again with the same idempotency key when no answer comes. */
  JsonNode post(String path, Map<String, ?> body) throws Failure {
    var request =
        HttpRequest.newBuilder(resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)));
    return send(request.header("Idempotency-Key", UUID.randomUUID().toString()));
  }

  /** Puts a resource there; tries again like {@link #post}. */
  JsonNode put(String path) throws Failure {
    return send(HttpRequest.newBuilder(resolve(path)).PUT(BodyPublishers.noBody()));
  }

  /** Puts a document in the place of the revision that it was made from; tries again. */
  JsonNode put(String path, Object document, long revision) throws Failure {
    return send(
        HttpRequest.newBuilder(resolve(path))
            .header("Content-Type", "application/json")
            .header("If-Match", "\"%d\"".formatted(revision))
            .PUT(BodyPublishers.ofString(JSON.writeValueAsString(document))));
  }

  /** Takes a resource away; tries again like {@link #post}. */
  JsonNode delete(String path) throws Failure {
    return send(
        HttpRequest.newBuilder(resolve(path))
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .DELETE());
  }

  /**
   * Listens to a feed of server-sent events until the server ends it.
   *
   * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent
   *     events</a>
   */
  void listen(String path, String lastId, Consumer<ServerEvent> listener) throws Failure {
    var request = HttpRequest.newBuilder(resolve(path)).header("Accept", "text/event-stream");
    if (!lastId.isEmpty()) {
      request.header("Last-Event-ID", lastId);
    }
    try {
      var response = http().send(request.build(), BodyHandlers.ofInputStream());
      try (var in = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
        if (response.statusCode() != 200) {
          throw refused(response.statusCode(), in.readLine());
        }
        ServerEvent.read(in, listener);
      }
    } catch (IOException e) {
      throw gone(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Lines of a stream that does not end by itself. */
  EventStream lines(String path) throws Failure {
    var request = HttpRequest.newBuilder(resolve(path)).timeout(ANSWER_WAIT_MAX).build();
    try {
      var response = http().send(request, BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        try (var body = response.body()) {
          throw refused(response.statusCode(), new String(body.readNBytes(1 << 16), UTF_8));
        }
      }
      return new EventStream(response.body());
    } catch (IOException e) {
      throw gone(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** One path segment, escaped. */
  static String segment(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /** How to speak to it; empty if {@code --url} does not say. */
  String scheme() {
    return url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
  }

  /** A port that cannot do what is asked; names those that can. */
  Failure wrong(String... schemes) {
    return new Failure(
        Exit.USAGE,
        "--url is %s: this command takes %s"
            .formatted(
                url,
                Stream.of(schemes)
                    .map(scheme -> scheme + "://HOST:PORT")
                    .collect(Collectors.joining(" or "))));
  }

  /** Where a path is on it. */
  URI resolve(String path) throws Failure {
    if (!scheme().matches("https?") || url.getHost() == null) {
      throw wrong("http");
    }
    return url.resolve(path);
  }

  private JsonNode send(HttpRequest.Builder request) throws Failure {
    for (int attempt = 1; ; attempt++) {
      try {
        var response =
            http().send(request.timeout(ANSWER_WAIT_MAX).build(), BodyHandlers.ofString(UTF_8));
        if (response.statusCode() >= 200 && response.statusCode() < 300) {
          return response.body().isEmpty()
              ? JSON.createObjectNode()
              : JSON.readTree(response.body());
        }
        if (response.statusCode() != 503 || attempt == TRIES_MAX) {
          throw refused(response.statusCode(), response.body());
        }
        Thread.sleep(RETRY_WAIT);
      } catch (IOException | JacksonException e) {
        if (attempt == TRIES_MAX) {
          throw gone(e);
        }
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  /** RFC 9457: the problem's detail says it best. */
  static Failure refused(int status, String body) {
    String detail;
    try {
      var problem = JSON.readTree(body == null ? "" : body);
      detail = problem.path("detail").asString(problem.path("title").asString("status " + status));
    } catch (JacksonException e) {
      detail = "the server answered with status " + status;
    }
    return switch (status) {
      case 404 -> new Failure(Exit.NOT_FOUND, detail);
      case 409, 410, 412, 507 -> new Failure(Exit.REFUSED, detail);
      case 400, 413, 415, 422 -> new Failure(Exit.USAGE, detail);
      default -> new Failure(Exit.UNAVAILABLE, detail);
    };
  }

  /** It does not answer. */
  Failure gone(Exception e) {
    var why = e.getMessage() == null ? "no connection" : e.getMessage();
    return new Failure(
        Exit.UNAVAILABLE,
        "no answer from %s (%s). Is it running? Start it with: lotwatch up".formatted(url, why));
  }

  /** Somebody wants this process to end. */
  static Failure interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new Failure(Exit.UNAVAILABLE, "interrupted: " + e.getMessage());
  }
}
