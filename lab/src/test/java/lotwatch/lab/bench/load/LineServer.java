package lotwatch.lab.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of lines whose answers a test decides. */
final class LineServer implements AutoCloseable {
  /** What to answer. */
  @FunctionalInterface
  interface Answers {
    /**
     * Decides about one request.
     *
     * @param number of the request, from 0, on all connections
     * @return the answer; empty for none; "bye" to hang up
     */
    String to(String line, int number) throws InterruptedException;
  }

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService connections = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger requests = new AtomicInteger();
  private final Answers answers;

  LineServer(Answers answers) throws IOException {
    this.answers = answers;
    connections.execute(this::accept);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
  }

  int requests() {
    return requests.get();
  }

  private void accept() {
    try {
      while (true) {
        var connection = listener.accept();
        connections.execute(() -> serve(connection));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void serve(Socket connection) {
    try (connection;
        var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8))) {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        var answer = answers.to(line, requests.getAndIncrement());
        if (answer.equals("bye")) {
          return;
        }
        if (!answer.isEmpty()) {
          connection.getOutputStream().write((answer + "\n").getBytes(UTF_8));
        }
      }
    } catch (IOException _) {
      // gone
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    connections.shutdownNow();
    connections.close();
  }
}
