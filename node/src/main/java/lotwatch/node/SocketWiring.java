package lotwatch.node;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.stream.ParkingNamespace;
import lotwatch.gateway.stream.socket.EngineRoutes;
import lotwatch.gateway.stream.socket.Namespace;
import lotwatch.gateway.stream.socket.SocketLimits;
import lotwatch.ledger.EventLog;

/** Puts Socket.IO together. */
final class SocketWiring {
  private SocketWiring() {}

  static EngineRoutes open(
      Opened opened,
      EventLog eventLog,
      InstantSource clock,
      Gate gate,
      SocketLimits limits,
      MeterRegistry registry) {
    var parking = opened.add(new ParkingNamespace(eventLog, clock));
    var sockets =
        opened.add(
            new EngineRoutes(
                gate, limits, Map.of("/", Namespace.QUIET, ParkingNamespace.NAME, parking)));
    Gauge.builder("lotwatch.socket.clients", sockets, EngineRoutes::clients)
        .description("clients of Socket.IO")
        .register(registry);
    return sockets;
  }
}
