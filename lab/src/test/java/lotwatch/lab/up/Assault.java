package lotwatch.lab.up;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import lotwatch.gateway.net.TcpFrames;

/** Everything that connections of TCP ports should not do, all at once, until it is closed. */
final class Assault implements AutoCloseable {
  /** Connections that do the same at the same time. */
  static final int EACH = 20;

  private static final String ADDRESS = "127.0.0.6";
  private static final Duration TRICKLE = Duration.ofSeconds(1);
  private static final int MEGABYTE = 1 << 20;

  private final Running node;
  private final AtomicLong made = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger begun = new AtomicInteger();
  private int threadsMade;
  private volatile boolean over;

  /** What one connection does to the port; an exception is how most of them end. */
  private interface Deed {
    void on(Socket socket) throws IOException, InterruptedException;
  }

  Assault(Running node) {
    this.node = node;
    start("pubsub", this::neverRead);
    for (var name : List.of("rpc", "pubsub")) {
      for (int length : new int[] {-1, Integer.MIN_VALUE, 0, MEGABYTE + 1}) {
        start(name, socket -> receiveAll(socket, header(length)));
      }
      start(name, this::halfAFrame);
      badCalls().forEach(call -> start(name, socket -> receiveAll(socket, TcpFrames.of(call))));
    }
    for (var name : List.of("text", "sensor")) {
      start(name, this::trickle);
      start(name, socket -> receiveAll(socket, badLines()));
      start(name, socket -> repeat(socket, "RESERVE LOT-A DEAF\nUPDATE LOT-A 1\n", 100_000));
      start(name, socket -> repeat(socket, "x".repeat(64 << 10), 160)); // 10 MB
    }
  }

  private void start(String name, Deed deed) {
    int port = node.port(name);
    threadsMade += EACH;
    for (int i = 0; i < EACH; i++) {
      var _ = threads.submit(() -> repeat(port, deed));
    }
  }

  private void repeat(int port, Deed deed) {
    boolean counted = false;
    while (!over) {
      try (var socket = new Socket()) {
        socket.setReceiveBufferSize(4 << 10);
        socket.bind(new InetSocketAddress(InetAddress.getByName(ADDRESS), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        made.incrementAndGet();
        begun.addAndGet(counted ? 0 : 1);
        counted = true;
        deed.on(socket);
      } catch (IOException _) {
        // it was cut, as it deserved
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private void say(Socket socket, byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    sent.addAndGet(bytes.length);
  }

  private void repeat(Socket socket, String text, int times) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    for (int i = 0; i < times && !over; i++) {
      say(socket, bytes);
    }
  }

  private void receiveAll(Socket socket, byte[] said) throws IOException {
    say(socket, said);
    socket.shutdownOutput();
    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  private void trickle(Socket socket) throws IOException, InterruptedException {
    while (!over) {
      say(socket, new byte[] {'x'});
      Thread.sleep(TRICKLE);
    }
  }

  /** And silence until the port has had enough. */
  private void halfAFrame(Socket socket) throws IOException {
    say(socket, header(MEGABYTE));
    say(socket, new byte[MEGABYTE - 1]);
    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  private void neverRead(Socket socket) throws IOException, InterruptedException {
    var call = "{\"rpcId\": 1, \"method\": \"subscribe\", \"args\": [[\"LOT-A\", \"LOT-SENSOR\"]]}";
    say(socket, TcpFrames.of(call.getBytes(UTF_8)));
    while (!over) {
      Thread.sleep(TRICKLE);
    }
  }

  private static byte[] header(int length) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
  }

  private static byte[] badLines() {
    var lines = new ArrayList<byte[]>();
    for (var plate : List.of("A B", "🚗🚗", "a\u0001\u001b[2J", "x".repeat(1_024), "\0")) {
      lines.add("RESERVE LOT-A %s\n".formatted(plate).getBytes(UTF_8));
    }
    for (var delta : List.of("9223372036854775808", "-9223372036854775809", "1e9", "NaN", "٣")) {
      lines.add("UPDATE LOT-A %s\nSET LOT-A %s gate 1\n".formatted(delta, delta).getBytes(UTF_8));
    }
    lines.add(new byte[] {(byte) 0xff, ' ', (byte) 0xc0, (byte) 0xaf, ' ', (byte) 0xed, '\n'});
    lines.add(("x ".repeat(10_000) + "\n").getBytes(UTF_8));
    var all = ByteBuffer.allocate(lines.stream().mapToInt(line -> line.length).sum());
    lines.forEach(all::put);
    return all.array();
  }

  private static List<byte[]> badCalls() {
    var calls =
        List.of(
            "{\"args\": " + "[".repeat(10_000) + "]".repeat(10_000) + "}",
            "{\"rpcId\": 1, \"rpcId\": 2}",
            "{\"rpcId\": NaN}",
            "{\"rpcId\": " + "9".repeat(MEGABYTE / 2) + "}",
            "{\"args\": [1e999999999]}",
            "{\"rpcId\": \"1\", \"method\": 5, \"args\": {}}",
            "{\"rpcId\": 1, \"method\": \"reserve\", \"args\": [[], {\"a\": null}]}",
            "{\"rpcId\": 1, \"method\": \"" + "é".repeat(MEGABYTE / 4) + "\"}",
            "{\"rpcId\": 1, \"method\": \"subscribe\", \"args\": [["
                + "\"LOT-A\",".repeat(90_000)
                + "1]]}");
    var bytes = new ArrayList<byte[]>();
    calls.forEach(call -> bytes.add(call.getBytes(UTF_8)));
    var random = new byte[1_000];
    Arrays.fill(random, (byte) 0xfe);
    bytes.add(random);
    return bytes;
  }

  /** Whether every one of them has begun. */
  boolean isOn() {
    return begun.get() == threadsMade;
  }

  /** How many connections were made. */
  long made() {
    return made.get();
  }

  /** How many bytes were sent. */
  long sent() {
    return sent.get();
  }

  @Override
  public void close() {
    over = true;
    threads.shutdownNow();
    threads.close();
  }
}
