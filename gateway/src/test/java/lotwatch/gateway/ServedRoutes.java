package lotwatch.gateway;

import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.function.Consumer;
import lotwatch.gateway.auth.Audit;
import lotwatch.gateway.auth.Authorizer;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.http.HttpServer;
import lotwatch.gateway.http.HttpSettings;
import lotwatch.wire.json.Json;
import lotwatch.wire.json.ProblemException;
import tools.jackson.databind.node.ObjectNode;

/** A started server and somebody who asks it. */
public final class ServedRoutes implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer gateway;

  /** Opens a server with one route and without pages on a free port of this machine. */
  public ServedRoutes(Consumer<JavalinConfig> route) {
    this(HttpSettings.Limits.DEFAULT, List.of(route));
  }

  /** The same with other limits and any routes. */
  public ServedRoutes(HttpSettings.Limits limits, List<Consumer<JavalinConfig>> routes) {
    this(
        HttpSettings.DEFAULT.on(0).pageless().bearing(limits),
        new Gate(new LedgerInbox(), Authorizer.EVERYBODY, Audit.NONE),
        routes);
  }

  /** The same with any settings and a gate. */
  public ServedRoutes(HttpSettings settings, Gate gate, List<Consumer<JavalinConfig>> routes) {
    gateway = HttpServer.open(settings, gate, routes);
  }

  /** The server. */
  public HttpServer http() {
    return gateway;
  }

  /** Where something is. */
  public URI at(String path) {
    return gateway.uri().resolve(path);
  }

  /** Asks with GET. */
  public HttpResponse<byte[]> ask(String path, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(at(path)).GET();
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  /** Asks with a method that sends no body. */
  public HttpResponse<byte[]> send(String method, String path)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(at(path)).method(method, HttpRequest.BodyPublishers.noBody());
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  /** Asks with GET for JSON. */
  public ObjectNode json(String path) throws IOException, InterruptedException, ProblemException {
    return Json.object(ask(path).body());
  }

  @Override
  public void close() {
    gateway.close();
    client.close();
  }
}
