package lotwatch.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import lotwatch.gateway.net.TcpFrames;
import lotwatch.node.config.Config;
import lotwatch.node.config.ConfigFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real node with the file of the campus smart parking finder, and a session at each port. */
final class FinderServersTest {
  private static final int PATIENCE_MILLIS = 60_000;

  @TempDir Path temp = Path.of("set by JUnit");

  private Config finder() throws Exception {
    var file =
        Files.writeString(
            temp.resolve("config.json"),
            """
            {"server": {"host": "127.0.0.1", "backlog": 5},
             "lots": [{"id": "LOT-A", "capacity": 100, "occupied": 50},
                      {"id": "LOT-B", "capacity": 150, "occupied": 75}]}
            """);
    var config = ConfigFile.read(file, Map.of());
    return config.withData(temp.resolve("data")).withHttp(config.servers().http().on(0));
  }

  private static Node start(Config config) throws Exception {
    return Node.start(config, SitePlan.of(config), _ -> {});
  }

  private static Socket at(Node node, String name) throws IOException {
    var address = requireNonNull(node.tcpPorts().get(name));
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** Sends lines, says no more, and gives all answers. */
  private static String lines(Node node, String name, String lines) throws IOException {
    try (var socket = at(node, name)) {
      socket.getOutputStream().write(lines.getBytes(UTF_8));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static void send(Socket socket, String call) throws IOException {
    socket.getOutputStream().write(TcpFrames.of(call.getBytes(UTF_8)));
  }

  private static String frame(Socket socket) throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    return new String(in.readNBytes(in.readInt()), UTF_8);
  }

  @Test
  void eachPortSpeaksItsProtocolAndARestartKeepsTheCounts() throws Exception {
    try (var node = start(finder());
        var rpc = at(node, "rpc");
        var subscriber = at(node, "pubsub")) {
      assertThat(lines(node, "text", "PING\nLOTS\nRESERVE LOT-A ABC\nRESERVE LOT-A ABC\n"))
          .isEqualTo(
              """
              PONG
              [{"id": "LOT-A", "capacity": 100, "occupied": 50, "free": 50}, {"id": "LOT-B", "capacity": 150, "occupied": 75, "free": 75}]
              OK
              EXISTS
              """);
      send(rpc, "{\"rpcId\": 3, \"method\": \"getAvailability\", \"args\": [\"LOT-A\"]}");
      assertThat(frame(rpc)).isEqualTo("{\"rpcId\": 3, \"result\": 49, \"error\": null}");
      send(subscriber, "{\"rpcId\": 1, \"method\": \"subscribe\", \"args\": [\"LOT-B\"]}");
      assertThat(frame(subscriber))
          .matches("\\{\"rpcId\": 1, \"result\": \\d+, \"error\": null\\}");

      assertThat(lines(node, "sensor", "UPDATE LOT-B +1\nUPDATE LOT-B 1 gate 1\nnonsense\n"))
          .isEqualTo("ACK\nACK\nACK\n");

      assertThat(frame(subscriber)).startsWith("EVENT LOT-B 74 2");
      assertThat(frame(subscriber)).startsWith("EVENT LOT-B 73 2");
    }

    try (var node = start(finder())) {
      assertThat(lines(node, "text", "AVAIL LOT-B\nAVAIL LOT-A\nCANCEL LOT-A ABC\n"))
          .isEqualTo("73\n49\nOK\n");
    }
  }

  @Test
  void takenPortIsSaidWithItsKey() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      var config =
          new Site(temp)
              .config("http: {port: 0}\nsim: {cameras: false}\nrpc: {port: %d}\n".formatted(port));

      assertThatThrownBy(() -> start(config))
          .isInstanceOf(NodeException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + port)
          .hasMessageContaining("rpc.port (LOTWATCH_RPC_PORT)");
    }
  }

  @Test
  void portsMayStayClosed() throws Exception {
    var config =
        new Site(temp)
            .config(
                "http: {port: 0}\nsim: {cameras: false}\ntext: {port: -1}\nsensor: {port: null}\n");

    try (var node = start(config)) {
      assertThat(node.tcpPorts()).containsOnlyKeys("rpc", "pubsub");
    }
  }
}
