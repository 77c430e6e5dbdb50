package lotwatch.gateway.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.staticfiles.Location;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import lotwatch.gateway.auth.Gate;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LowResourceMonitor;
import org.eclipse.jetty.server.ProxyConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The HTTP server. Each request runs on its own virtual thread, so a handler may block; the few
 * platform threads only accept and select.
 */
public final class HttpServer implements AutoCloseable {
  private static final int THREADS_MAX = 24;
  private static final int LISTEN_QUEUE_MAX = 1_024;

  /** Small, since ten thousand live clients keep theirs; larger writes go past it uncopied. */
  private static final int AGGREGATE_BYTES = 512;

  private static final int INPUT_BYTES = 2 << 10;

  private final Javalin javalin;
  private final HttpSettings settings;
  private final HttpConnections connections;

  private HttpServer(Javalin javalin, HttpSettings settings, HttpConnections connections) {
    this.javalin = javalin;
    this.settings = settings;
    this.connections = connections;
  }

  /**
   * Listens.
   *
   * @param gate is asked before anything is read
   * @param routes each adds its routes; those that change something ask themselves
   * @throws io.javalin.util.JavalinBindException if the port is taken
   */
  public static HttpServer open(
      HttpSettings settings, Gate gate, List<Consumer<JavalinConfig>> routes) {
    var browsers = new BrowserCheck(settings);
    var connections = new HttpConnections(settings.limits().connections());
    Javalin javalin =
        Javalin.create(config -> {
          behave(config);
          listen(config, settings, connections);
          Problems.mount(config);
          config.routes.before(browsers::check);
          settings.base().mount(config);
          config.routes.beforeMatched(ctx -> HttpRequesters.askToRead(ctx, gate));
          config.routes.wsBeforeUpgrade(ctx -> {
            browsers.check(ctx);
            HttpRequesters.askToRead(ctx, gate);
          });
          String pages = settings.pages();
          if (pages != null) {
            config.staticFiles.add(files -> {
              files.hostedPath = "/";
              files.directory = pages;
              files.location = Location.CLASSPATH;
              files.headers = Map.of("Cache-Control", "no-cache");
            });
          }
          routes.forEach(route -> route.accept(config));
        });
    return new HttpServer(javalin.start(), settings, connections);
  }

  /** The port it listens on. */
  public int port() {
    return javalin.port();
  }

  /** Where a browser on this machine finds it. */
  public URI uri() {
    String host = settings.host();
    String shown = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    return URI.create(
        "http://%s:%d/".formatted(shown.contains(":") ? "[" + shown + "]" : shown, port()));
  }

  /** What is mounted, such as {@code GET /api/lots/{lot}}. */
  public List<String> routes() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(parsed -> parsed.endpoint)
        .filter(endpoint -> endpoint.method.isHttpMethod())
        .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
        .toList();
  }

  /** Hangs up on everybody. */
  @Override
  public void close() {
    javalin.stop();
  }

  private static void behave(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.http.generateEtags = false;
    config.http.defaultContentType = "application/json";
    config.router.ignoreTrailingSlashes = true;
    config.concurrency.useVirtualThreads = true;
  }

  private static void listen(
      JavalinConfig config, HttpSettings settings, HttpConnections connections) {
    var threads = new QueuedThreadPool(THREADS_MAX);
    threads.setName("http");
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory()));
    config.jetty.threadPool = threads;
    config.jetty.modifyHttpConfiguration(http -> {
      limit(http, settings.limits());
      http.addCustomizer(settings.base());
      http.addCustomizer(new HeadRequests());
      http.addCustomizer(new PlainWebSockets());
    });
    config.jetty.modifyServletContextHandler(
        context -> context.setErrorHandler(Problems::answerForServer));
    config.jetty.modifyServer(server -> {
      server.getBeans(LowResourceMonitor.class).forEach(server::removeBean);
      server.setErrorHandler(Problems::answerForServer);
      server.setStopTimeout(0);
    });
    config.jetty.addConnector((server, http) -> connector(server, http, settings, connections));
  }

  private static void limit(HttpConfiguration http, HttpSettings.Limits limits) {
    http.setRequestHeaderSize(limits.headBytesMax());
    http.setInputBufferSize(INPUT_BYTES);
    http.setOutputAggregationSize(AGGREGATE_BYTES);
    http.setHeaderCacheSize(0); // it is 25 KB of each connection, for headers that come again
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setIdleTimeout(limits.waits().idleMax().toMillis());
    http.addCustomizer(new BrowserHeaders());
  }

  private static Connector connector(
      Server server, HttpConfiguration http, HttpSettings settings, HttpConnections connections) {
    var connector =
        new WatchedConnector(
            server, settings.limits().waits().peers(), new HttpConnectionFactory(http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    limit(connector, settings.limits(), connections);
    return connector;
  }

  private static void limit(
      ServerConnector connector, HttpSettings.Limits limits, HttpConnections connections) {
    connector.setIdleTimeout(limits.waits().idleMax().toMillis());
    connector.addBean(connections, false);
    connector.setAcceptedSendBufferSize(limits.sendBufferBytes());
    connector.setAcceptQueueSize(LISTEN_QUEUE_MAX);
    connector.addBean(new SlowRequests(limits.waits().requestMax()));
  }

  /**
   * Listens once more, for this process only: for connections to another port that turned out to
   * speak HTTP. Each begins with its client's address, in the PROXY protocol.
   *
   * @throws IOException if it cannot listen
   * @see <a href="https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt">The PROXY
   *     protocol</a>
   */
  public InetSocketAddress listenForHandedOver() throws IOException {
    Server server = javalin.jettyServer().server();
    HttpConfiguration http =
        server
            .getConnectors()[0]
            .getConnectionFactory(HttpConnectionFactory.class)
            .getHttpConfiguration();
    var connector =
        new ServerConnector(
            server, 1, -1, new ProxyConnectionFactory(), new HttpConnectionFactory(http));
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    limit(connector, settings.limits(), connections);
    server.addConnector(connector);
    try {
      connector.start();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) { // Jetty's start declares no less
      throw new IOException("cannot take connections over: " + e.getMessage(), e);
    }
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), connector.getLocalPort());
  }
}
