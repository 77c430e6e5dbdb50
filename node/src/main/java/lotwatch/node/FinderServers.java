package lotwatch.node;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.finder.FinderSettings;
import lotwatch.gateway.finder.pubsub.PubSubHandler;
import lotwatch.gateway.finder.rpc.RpcHandler;
import lotwatch.gateway.finder.sensor.SensorHandler;
import lotwatch.gateway.finder.text.TextHandler;
import lotwatch.gateway.http.HttpServer;
import lotwatch.gateway.net.Handler;
import lotwatch.gateway.net.Loops;
import lotwatch.gateway.net.SharedPort;
import lotwatch.gateway.net.TcpLimits;
import lotwatch.gateway.net.TcpServer;
import lotwatch.ledger.EventLog;

/** The four TCP ports of the campus smart parking finder, and what they count. */
final class FinderServers implements AutoCloseable {
  /**
   * Answers from memory take microseconds; those that wait for the ledger have their own threads.
   */
  private static final int LOOPS = 1;

  private final Opened opened = new Opened();
  private final Loops loops = opened.add(new Loops(LOOPS));
  private final String host;
  private final MeterRegistry registry;
  private final Map<String, Integer> ports = new LinkedHashMap<>();

  private FinderServers(String host, MeterRegistry registry) {
    this.host = host;
    this.registry = registry;
  }

  /**
   * Opens those that are configured.
   *
   * @param http serves those at the text port that speak HTTP
   * @throws NodeException if a port is taken; names the key to change
   */
  static FinderServers open(
      FinderSettings config, Gate gate, EventLog eventLog, MeterRegistry registry, HttpServer http)
      throws NodeException {
    var servers = new FinderServers(config.host(), registry);
    var limits = config.limits();
    try {
      servers.open(
          "text",
          config.ports().text(),
          limits,
          () -> new SharedPort(new TextHandler(gate, eventLog), http.listenForHandedOver()));
      servers.open("rpc", config.ports().rpc(), limits, () -> new RpcHandler(gate, eventLog));
      servers.open(
          "sensor", config.ports().sensor(), limits, () -> servers.sensors(gate, eventLog));
      servers.open(
          "pubsub",
          config.ports().pubsub(),
          limits.withWriteWaitMax(config.subscribers().stalledMax()),
          () -> servers.subscriptions(gate, eventLog, config.subscribers().queueMax()));
      return servers;
    } catch (NodeException e) {
      servers.close();
      throw e;
    }
  }

  /** Where each listens, as {@code HOST:PORT} by its name. */
  Map<String, String> addresses() {
    var addresses = new LinkedHashMap<String, String>();
    ports.forEach((name, port) -> addresses.put(name, host + ":" + port));
    return Collections.unmodifiableMap(addresses);
  }

  /** Makes what a port speaks; only for one that is open. */
  @FunctionalInterface
  private interface Opening {
    Handler make() throws IOException;
  }

  private void open(String name, OptionalInt port, TcpLimits limits, Opening handler)
      throws NodeException {
    if (port.isEmpty()) {
      return;
    }
    try {
      var server =
          opened.add(TcpServer.open(name, host, port.getAsInt(), limits, loops, handler.make()));
      ports.put(name, server.port());
      Gauge.builder("lotwatch.tcp.connections", server, TcpServer::connections)
          .description("connections of a TCP port")
          .tag("port", name)
          .register(registry);
      count("tcp.refused", "connections refused at a limit", name, server, TcpServer::refused);
      count(
          "tcp.late",
          "connections that kept a port waiting too long",
          name,
          server,
          TcpServer::late);
      count(
          "tcp.strangers",
          "connections closed because they spoke HTTP or TLS",
          name,
          server,
          TcpServer::strangers);
    } catch (IOException e) {
      throw new NodeException(
          "cannot listen on %s:%d: %s; choose another with %s.port (LOTWATCH_%s_PORT), or tcp.host"
              .formatted(
                  host, port.getAsInt(), e.getMessage(), name, name.toUpperCase(Locale.ROOT)),
          e);
    }
  }

  private Handler sensors(Gate gate, EventLog eventLog) {
    var sensors = opened.add(new SensorHandler(gate, eventLog));
    Gauge.builder("lotwatch.sensor.waiting", sensors, SensorHandler::waiting)
        .description("acknowledged updates that wait for the ledger")
        .register(registry);
    count("sensor.malformed", "lines that are no update", "", sensors, SensorHandler::malformed);
    count(
        "sensor.restarts",
        "sensors that count from anew, and were told",
        "",
        sensors,
        SensorHandler::restarts);
    count("sensor.refused", "updates the ledger did not take", "", sensors, SensorHandler::refused);
    count(
        "sensor.uncertain",
        "updates that may be counted or not",
        "",
        sensors,
        SensorHandler::uncertain);
    return sensors;
  }

  private Handler subscriptions(Gate gate, EventLog eventLog, int queueMax) {
    var handler =
        opened.add(new PubSubHandler(gate, eventLog, ZoneId.systemDefault(), queueMax, loops));
    Gauge.builder("lotwatch.pubsub.subscriptions", handler, PubSubHandler::size)
        .description("subscriptions now")
        .register(registry);
    count(
        "pubsub.dropped",
        "events that slow subscribers missed",
        "",
        handler,
        PubSubHandler::dropped);
    return handler;
  }

  private <T> void count(
      String name, String description, String server, T counted, ToDoubleFunction<T> count) {
    var counter =
        FunctionCounter.builder("lotwatch." + name, counted, count).description(description);
    (server.isEmpty() ? counter : counter.tag("port", server)).register(registry);
  }

  @Override
  public void close() {
    opened.close();
  }
}
