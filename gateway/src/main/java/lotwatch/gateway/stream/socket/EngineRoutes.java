package lotwatch.gateway.stream.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import io.javalin.websocket.WsMessageContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.http.HeadRequests;
import lotwatch.gateway.http.HttpRequesters;
import lotwatch.gateway.stream.socket.Clients.FullException;
import lotwatch.wire.json.Json;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;

/** {@code /socket.io/}: polls, messages and WebSockets of as many clients as the limits allow. */
public final class EngineRoutes implements AutoCloseable {
  private static final String PATH = "/socket.io";
  private static final String VERSION = "4";
  private static final String POLLING = "polling";
  private static final String WEB_SOCKET = "websocket";

  /** Between the packets of one body. */
  private static final String SEPARATOR = "\u001e";

  private static final String CLIENT = "lotwatch.socket.client";

  /** A WebSocket that says nothing for longer was pinged in vain. */
  private static final Duration SLACK = Duration.ofSeconds(10);

  private final Gate gate;
  private final SocketLimits limits;
  private final Clients clients;

  /**
   * Nobody is there yet.
   *
   * @param namespaces that clients may enter, by name
   */
  public EngineRoutes(Gate gate, SocketLimits limits, Map<String, Namespace> namespaces) {
    this.gate = gate;
    this.limits = limits;
    clients = new Clients(limits, Map.copyOf(namespaces));
  }

  /** Adds the routes. */
  public void mount(JavalinConfig config) {
    config.routes.get(PATH, this::poll);
    config.routes.post(PATH, this::receive);
    config.routes.wsBeforeUpgrade(PATH, this::checkUpgrade);
    config.routes.ws(PATH, this::serve);
  }

  /** How many clients there are now. */
  public int clients() {
    return clients.size();
  }

  /** Hangs up on everybody and lets nobody in; call it before the server stops. */
  @Override
  public void close() {
    clients.close();
  }

  /** Why this request is refused, in the words of system C's server; null if it is not. */
  private @Nullable String fault(Context ctx, String transport) {
    if (!VERSION.equals(ctx.queryParam("EIO"))) {
      return "The client is using an unsupported version of the Socket.IO or Engine.IO protocols";
    }
    @Nullable String asked = ctx.queryParam("transport");
    if (asked != null && asked.equals(WEB_SOCKET) && transport.equals(POLLING)) {
      return "Invalid websocket upgrade";
    }
    if (!transport.equals(asked == null ? POLLING : asked)) {
      return "Invalid transport";
    }
    @Nullable String id = ctx.queryParam("sid");
    if (id == null) {
      return null;
    }
    @Nullable Client client = clients.client(id);
    if (client == null) {
      return "Invalid session";
    }
    return client.isPolling() ? null : "Invalid transport";
  }

  private void poll(Context ctx) throws IOException, InterruptedException {
    @Nullable String fault = fault(ctx, POLLING);
    if (fault != null) {
      refuse(ctx, 400, fault);
    } else if (!HeadRequests.isOne(ctx)) {
      // The wait for something to say may be long; Jetty's idle timeout is for what nobody takes.
      ServletContextRequest.getServletContextRequest(ctx.req()).addIdleTimeoutListener(_ -> false);
      @Nullable String id = ctx.queryParam("sid");
      try {
        var client =
            id == null
                ? begun(InetAddress.getByName(ctx.req().getRemoteAddr()))
                : clients.client(id);
        answerPoll(ctx, client);
      } catch (FullException e) {
        refuse(ctx, e.status(), String.valueOf(e.getMessage()));
      }
    }
  }

  private Client begun(InetAddress address) throws FullException {
    var client = clients.enter(address);
    client.greet();
    return client;
  }

  private static void answerPoll(Context ctx, @Nullable Client client) throws InterruptedException {
    List<String> said = client == null ? List.of() : client.poll();
    if (client == null) {
      refuse(ctx, 400, "Invalid session");
    } else if (said.isEmpty()) {
      client.close(); // as the protocol wants it
      refuse(ctx, 400, "Another poll waits already");
    } else {
      answer(ctx, String.join(SEPARATOR, said));
    }
  }

  private void receive(Context ctx) throws IOException, DeniedException, InterruptedException {
    gate.ask(HttpRequesters.of(ctx).asks(Action.SUBSCRIBE, ctx.path()));
    @Nullable String fault = fault(ctx, POLLING);
    @Nullable String id = ctx.queryParam("sid");
    @Nullable Client client = id == null ? null : clients.client(id);
    if (fault != null || client == null) {
      refuse(ctx, 400, fault == null ? "Invalid session" : fault);
      return;
    }
    byte[] body = ctx.req().getInputStream().readNBytes(SocketLimits.MESSAGE_BYTES_MAX + 1);
    if (body.length > SocketLimits.MESSAGE_BYTES_MAX) {
      client.close();
      refuse(ctx, 413, "body is longer than %d bytes".formatted(SocketLimits.MESSAGE_BYTES_MAX));
      return;
    }
    @Nullable String wrong = receive(client, body);
    if (wrong == null) {
      answer(ctx, "OK");
    } else {
      client.close();
      refuse(ctx, 400, wrong);
    }
  }

  private static @Nullable String receive(Client client, byte[] body) throws InterruptedException {
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      return "Invalid payload: it is not UTF-8";
    }
    var packets = text.split(SEPARATOR, -1);
    if (packets.length > SocketLimits.PACKETS_MAX) {
      return "Too many packets in payload: the limit is " + SocketLimits.PACKETS_MAX;
    }
    for (var packet : packets) {
      if (!client.receive(packet)) {
        return "Invalid payload";
      }
    }
    return null;
  }

  private void checkUpgrade(Context ctx) throws IOException {
    @Nullable String fault = fault(ctx, WEB_SOCKET);
    if (fault != null) {
      var response = ctx.res();
      response.setStatus(400);
      response.setContentType("text/plain");
      response.setHeader("Cache-Control", "no-store");
      response.getOutputStream().write(Json.bytes(fault));
      ctx.skipRemainingHandlers();
    }
  }

  private void serve(WsConfig ws) {
    ws.onConnect(this::connect);
    ws.onMessage(EngineRoutes::take);
    ws.onClose(EngineRoutes::lose);
    ws.onError(EngineRoutes::lose);
  }

  private void connect(WsContext ctx) {
    var session = ctx.session;
    session.setMaxTextMessageSize(SocketLimits.MESSAGE_BYTES_MAX);
    session.setMaxBinaryMessageSize(SocketLimits.MESSAGE_BYTES_MAX);
    session.setIdleTimeout(limits.pings().interval().plus(limits.pings().timeout()).plus(SLACK));
    @Nullable String id = ctx.queryParam("sid");
    if (id == null) {
      begin(ctx, session);
      return;
    }
    @Nullable Client client = clients.client(id);
    if (client != null && client.mayProbe(session)) {
      ctx.attribute(CLIENT, client);
    } else {
      session.close(StatusCode.POLICY_VIOLATION, "Invalid session", Callback.NOOP);
    }
  }

  private void begin(WsContext ctx, Session session) {
    if (!(session.getRemoteSocketAddress() instanceof InetSocketAddress from)) {
      session.disconnect(); // it is gone already
      return;
    }
    try {
      var client = clients.enter(from.getAddress());
      ctx.attribute(CLIENT, client);
      client.begin(session);
    } catch (FullException e) {
      session.close(StatusCode.TRY_AGAIN_LATER, e.getMessage(), Callback.NOOP);
    }
  }

  private static void take(WsMessageContext ctx) throws InterruptedException {
    @Nullable Client client = ctx.attribute(CLIENT);
    if (client != null) {
      client.receive(ctx.session, ctx.message());
    }
  }

  private static void lose(WsContext ctx) {
    @Nullable Client client = ctx.attribute(CLIENT);
    if (client != null) {
      client.lose(ctx.session);
    }
  }

  private static void answer(Context ctx, String text) {
    ctx.header("Cache-Control", "no-store");
    ctx.contentType("text/plain; charset=UTF-8").result(text);
  }

  private static void refuse(Context ctx, int status, String why) {
    ctx.header("Cache-Control", "no-store");
    ctx.status(status).contentType("text/plain").result(Json.bytes(why));
  }
}
