package lotwatch.lab.page;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.finder.text.TextHandler;
import lotwatch.gateway.http.BrowserSettings;
import lotwatch.gateway.http.HttpServer;
import lotwatch.gateway.http.HttpSettings;
import lotwatch.gateway.live.LiveLimits;
import lotwatch.gateway.live.LiveRoutes;
import lotwatch.gateway.net.Loops;
import lotwatch.gateway.net.SharedPort;
import lotwatch.gateway.net.TcpLimits;
import lotwatch.gateway.net.TcpServer;
import lotwatch.gateway.stream.ParkingNamespace;
import lotwatch.gateway.stream.StreamRoutes;
import lotwatch.gateway.stream.socket.EngineRoutes;
import lotwatch.gateway.stream.socket.Namespace;
import lotwatch.gateway.stream.socket.SocketLimits;
import lotwatch.ledger.Configuration;
import lotwatch.ledger.ConfigurationCommand.ApplyConfiguration;
import lotwatch.ledger.ConfigurationCommand.Reserved;
import lotwatch.ledger.Policy;
import lotwatch.ledger.SessionCommand.See;
import lotwatch.ledger.SessionPolicy;
import lotwatch.sessions.Places;
import lotwatch.sessions.Rules;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;
import lotwatch.sessions.Tariff;
import lotwatch.sessions.Tariffs;

/** System C's places, sessions and protocols, on the HTTP port and on the shared one. */
final class SocketIoSite implements AutoCloseable {
  /** When it is, always. */
  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  private final MemoryLedger memory = new MemoryLedger(InstantSource.fixed(NOW));
  private final Loops loops = new Loops(1);
  private final LiveRoutes live = new LiveRoutes(memory, LiveLimits.DEFAULT);
  private final BrowserSettings browsers;
  private ParkingNamespace parking;
  private EngineRoutes sockets;
  private HttpServer http;
  private TcpServer text;

  /**
   * Opens it.
   *
   * @param origins sites whose pages may follow, with commas between them
   */
  SocketIoSite(String origins) throws IOException {
    browsers = BrowserSettings.DEFAULT.followedBy(origins);
    var policy =
        new SessionPolicy(Rules.DEFAULT, Tariffs.of(Tariff.SYSTEM_C), Places.systemC().all(), true);
    memory.submit(
        new ApplyConfiguration(
            0, new Configuration(Policy.DEFAULT, List.of(), List.of(), policy), Reserved.ENDS),
        null);
    open(0);
  }

  private void open(int port) throws IOException {
    parking = new ParkingNamespace(memory, InstantSource.fixed(NOW));
    sockets =
        new EngineRoutes(
            memory.gate(),
            SocketLimits.DEFAULT,
            Map.of("/", Namespace.QUIET, ParkingNamespace.NAME, parking));
    http =
        HttpServer.open(
            HttpSettings.DEFAULT.on(port).pageless().letting(browsers),
            memory.gate(),
            List.of(
                sockets::mount,
                live::mount,
                new StreamRoutes(memory, InstantSource.fixed(NOW))::mount));
    text =
        TcpServer.open(
            "text",
            "127.0.0.1",
            0,
            TcpLimits.DEFAULT,
            loops,
            new SharedPort(new TextHandler(memory.gate(), memory), http.listenForHandedOver()));
  }

  /** Where HTTP is. */
  URI uri() {
    return http.uri();
  }

  /** Where the port is that HTTP shares with lines of text. */
  URI shared() {
    return URI.create("http://127.0.0.1:%d/".formatted(text.port()));
  }

  /** A car is seen, so many seconds ago. */
  void see(String plate, String location, Status status, long ago) {
    var key = new SessionKey(plate, location);
    var id = plate + location + status + ago;
    memory.submit(
        new See(List.of(new Sighting(id, key, status, NOW.getEpochSecond() - ago))), null);
  }

  /** The server stops and starts again on its port. */
  void startAgain() throws IOException {
    int port = http.port();
    stop();
    open(port);
  }

  private void stop() {
    text.close();
    sockets.close();
    parking.close();
    http.close();
  }

  @Override
  public void close() {
    live.close();
    stop();
    loops.close();
  }
}
