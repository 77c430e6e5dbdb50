package lotwatch.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Somebody who listens and answers as badly as a test wants: what a client must stand. Each
 * connection is one turn; the last way to behave is that of all further connections, too.
 */
final class Stranger implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 120_000;

  private final ServerSocket listener;
  private final List<Turn> turns;
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final List<Socket> guests = new CopyOnWriteArrayList<>();

  /** How one connection is treated; it is closed when this returns. */
  @FunctionalInterface
  interface Turn {
    void treat(Guest guest) throws IOException;
  }

  Stranger(Turn... turns) throws IOException {
    this.turns = List.of(turns);
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("stranger").start(this::accept);
  }

  /** Waits until it is so; fails when it never is. */
  static void await(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("still not: " + what);
      }
      LockSupport.parkNanos(MILLISECONDS.toNanos(1));
    }
  }

  private void accept() {
    try {
      for (int i = 0; ; i++) {
        Socket socket = listener.accept();
        guests.add(socket);
        var turn = turns.get(Math.min(i, turns.size() - 1));
        Thread.ofVirtual().start(() -> treat(socket, turn));
      }
    } catch (IOException _) {
      // the test is over
    }
  }

  private void treat(Socket socket, Turn turn) {
    try (socket) {
      turn.treat(new Guest(socket));
    } catch (IOException _) {
      // the client hung up
    }
  }

  /** The client, as seen from here. */
  final class Guest {
    private final DataInputStream in;
    private final OutputStream out;

    Guest(Socket socket) throws IOException {
      in = new DataInputStream(socket.getInputStream());
      out = socket.getOutputStream();
    }

    String frame() throws IOException {
      var body = new String(in.readNBytes(in.readInt()), UTF_8);
      received.add(body);
      return body;
    }

    String line() throws IOException {
      var line = new ByteArrayOutputStream();
      for (int b = in.readByte(); b != '\n'; b = in.readByte()) {
        line.write(b);
      }
      received.add(line.toString(UTF_8));
      return line.toString(UTF_8);
    }

    /** Waits until the client hangs up. */
    void listen() throws IOException {
      in.transferTo(OutputStream.nullOutputStream());
    }

    Guest say(String text) throws IOException {
      return say(text.getBytes(UTF_8));
    }

    Guest say(byte... bytes) throws IOException {
      out.write(bytes);
      return this;
    }

    Guest sayFrame(String body) throws IOException {
      byte[] utf8 = body.getBytes(UTF_8);
      return say(ByteBuffer.allocate(4 + utf8.length).putInt(utf8.length).put(utf8).array());
    }

    /** Answers a call. */
    Guest result(long id, String json) throws IOException {
      return sayFrame("{\"rpcId\": %d, \"result\": %s, \"error\": null}".formatted(id, json));
    }

    /** Answers a call. */
    Guest error(long id, String why) throws IOException {
      return sayFrame("{\"rpcId\": %d, \"result\": null, \"error\": \"%s\"}".formatted(id, why));
    }
  }

  Address address() {
    return new Address("127.0.0.1", listener.getLocalPort());
  }

  /** What clients said, in order. */
  List<String> received() {
    return received;
  }

  /** How many connections there were. */
  int guests() {
    return guests.size();
  }

  /** Hangs up on a guest. */
  void cut(int guest) throws IOException {
    guests.get(guest).close();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (var guest : guests) {
      guest.close();
    }
  }
}
