package lotwatch.lab.up;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import lotwatch.gateway.net.TcpFrames;

/**
 * Well-behaved users of the four TCP ports, from an address of their own; each has a lot to itself,
 * with a capacity of ten, and knows what it must be told.
 */
final class Regulars implements AutoCloseable {
  /** The address they come from; not the one that others have. */
  static final String ADDRESS = "127.0.0.9";

  /** The lots they use. */
  static final String LOTS =
      """
        - {id: LOT-TEXT, capacity: 10, occupied: 0}
        - {id: LOT-RPC, capacity: 10, occupied: 0}
        - {id: LOT-SENSOR, capacity: 10, occupied: 0}
      """;

  private final Running node;
  private final User text;
  private final User rpc;
  private final User sensor;
  private final User subscriber;
  private int rounds;

  Regulars(Running node) throws IOException {
    this.node = node;
    text = new User(node.port("text"));
    rpc = new User(node.port("rpc"));
    sensor = new User(node.port("sensor"));
    subscriber = new User(node.port("pubsub"));
    assertThat(subscriber.call("subscribe", "[\"LOT-SENSOR\"]")).contains("\"error\": null");
  }

  /** One connection. */
  private record User(Socket socket, DataInputStream in) implements AutoCloseable {
    User(int port) throws IOException {
      var socket = new Socket();
      socket.bind(new InetSocketAddress(InetAddress.getByName(ADDRESS), 0));
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setSoTimeout(Math.toIntExact(Running.PATIENCE.toMillis()));
      this(socket, new DataInputStream(new BufferedInputStream(socket.getInputStream())));
    }

    String ask(String line) throws IOException {
      socket.getOutputStream().write((line + "\n").getBytes(UTF_8));
      var answer = new StringBuilder();
      for (int b = in.read(); b != '\n'; b = in.read()) {
        assertThat(b).as("the server hung up").isNotNegative();
        answer.append((char) b);
      }
      return answer.toString();
    }

    String call(String method, String args) throws IOException {
      var body = "{\"rpcId\": 7, \"method\": \"%s\", \"args\": %s}".formatted(method, args);
      socket.getOutputStream().write(TcpFrames.of(body.getBytes(UTF_8)));
      return frame();
    }

    String frame() throws IOException {
      return new String(in.readNBytes(in.readInt()), UTF_8);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** Everything once; fails unless each answer is right. */
  void round() throws IOException {
    rounds++;
    assertThat(text.ask("RESERVE LOT-TEXT REGULAR")).isEqualTo("OK");
    assertThat(text.ask("AVAIL LOT-TEXT")).isEqualTo("9");
    assertThat(text.ask("CANCEL LOT-TEXT REGULAR")).isEqualTo("OK");
    assertThat(text.ask("AVAIL LOT-TEXT")).isEqualTo("10");
    assertThat(rpc.call("reserve", "[\"LOT-RPC\", \"REGULAR\"]")).isEqualTo(result("true"));
    assertThat(rpc.call("getAvailability", "[\"LOT-RPC\"]")).isEqualTo(result("9"));
    assertThat(rpc.call("cancel", "[\"LOT-RPC\", \"REGULAR\"]")).isEqualTo(result("true"));
    assertThat(sensor.ask("UPDATE LOT-SENSOR 1 gate %d".formatted(2 * rounds))).isEqualTo("ACK");
    assertThat(subscriber.frame()).startsWith("EVENT LOT-SENSOR 9 ");
    assertThat(sensor.ask("UPDATE LOT-SENSOR -1 gate %d".formatted(2 * rounds + 1)))
        .isEqualTo("ACK");
    assertThat(subscriber.frame()).startsWith("EVENT LOT-SENSOR 10 ");
    try (var another = new User(node.port("text"))) {
      assertThat(another.ask("PING")).isEqualTo("PONG");
    }
  }

  private static String result(String json) {
    return "{\"rpcId\": 7, \"result\": " + json + ", \"error\": null}";
  }

  int rounds() {
    return rounds;
  }

  @Override
  public void close() throws IOException {
    text.close();
    rpc.close();
    sensor.close();
    subscriber.close();
  }
}
