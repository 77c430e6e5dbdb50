package lotwatch.lab.cluster;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import lotwatch.gateway.auth.AuditLog;
import lotwatch.gateway.auth.Authorizer;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.finder.text.TextHandler;
import lotwatch.gateway.metrics.CountedInbox;
import lotwatch.gateway.net.Loops;
import lotwatch.gateway.net.TcpLimits;
import lotwatch.gateway.net.TcpServer;
import lotwatch.replica.Replica;

/** The text port of a member, with all that a node has behind it; open as long as the process. */
final class TextPort {
  private static final String HOST = "127.0.0.1";
  private static final ConcurrentHashMap<Replica, Integer> PORTS = new ConcurrentHashMap<>();

  private TextPort() {}

  /** The port in front of a replica, which is opened when it is first asked for. */
  static int of(Replica replica) {
    return PORTS.computeIfAbsent(
        replica,
        asked -> {
          try {
            return open(asked);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static int open(Replica replica) throws IOException {
    var audit = AuditLog.open(Files.createTempDirectory("lotwatch-audit-"), Clock.systemUTC());
    var gate =
        new Gate(new CountedInbox(replica, new SimpleMeterRegistry()), Authorizer.EVERYBODY, audit);
    return TcpServer.open(
            "text", HOST, 0, TcpLimits.DEFAULT, new Loops(1), new TextHandler(gate, replica))
        .port();
  }
}
