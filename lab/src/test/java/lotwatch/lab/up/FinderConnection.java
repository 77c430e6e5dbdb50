package lotwatch.lab.up;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A connection as the clients of the campus smart parking finder hold one: it waits for each
 * answer, takes what one read gives for a whole line, and no answer to another call. It waits
 * longer than they do, so that a slow machine breaks nothing, and says how long it had to.
 */
final class FinderConnection implements AutoCloseable {
  private static final int READ_BYTES = 1024;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Socket socket;
  private final DataInputStream in;
  private int calls;
  private long longestNanos;

  /** One call, its keys in their order. */
  private record Call(int rpcId, String method, List<Object> args) {}

  FinderConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(Math.toIntExact(Running.PATIENCE.toMillis()));
    in = new DataInputStream(socket.getInputStream());
  }

  /** Says a line; what one read gives is the answer. */
  String say(String line) throws IOException {
    long began = System.nanoTime();
    socket.getOutputStream().write((line + "\n").getBytes(UTF_8));
    var answer = new byte[READ_BYTES];
    int count = in.read(answer);
    waited(began);
    if (count < 1 || answer[count - 1] != '\n') {
      throw new IOException("%s has half an answer, %d bytes".formatted(line, count));
    }
    return new String(answer, 0, count, UTF_8).strip();
  }

  /** Calls a method and gives its result. */
  JsonNode call(String method, Object... args) throws IOException {
    long began = System.nanoTime();
    calls++;
    byte[] call = JSON.writeValueAsBytes(new Call(calls, method, List.of(args)));
    socket
        .getOutputStream()
        .write(
            ByteBuffer.allocate(Integer.BYTES + call.length).putInt(call.length).put(call).array());
    var answer = JSON.readTree(frame());
    waited(began);
    if (answer.size() != 3 || answer.path("rpcId").asInt() != calls) {
      throw new IOException("call %d has the answer %s".formatted(calls, answer));
    }
    if (!answer.path("error").isNull()) {
      throw new IOException("%s: %s".formatted(method, answer));
    }
    return answer.path("result");
  }

  /** The body of the next frame. */
  String frame() throws IOException {
    return new String(in.readNBytes(in.readInt()), UTF_8);
  }

  private void waited(long began) {
    longestNanos = Math.max(longestNanos, System.nanoTime() - began);
  }

  /** The longest time that an answer took. */
  long longestMillis() {
    return TimeUnit.NANOSECONDS.toMillis(longestNanos);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
