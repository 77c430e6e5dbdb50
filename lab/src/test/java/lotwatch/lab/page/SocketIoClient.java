package lotwatch.lab.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** npm's socket.io-client in a process of Node.js. */
public final class SocketIoClient implements AutoCloseable {
  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  /** These come when they come. */
  private final BlockingQueue<String> durations = new LinkedBlockingQueue<>();

  private final BlockingQueue<String> upgrades = new LinkedBlockingQueue<>();

  /**
   * Connects, and again when the connection is lost.
   *
   * @param transports of Engine.IO, with commas between them
   * @param servers with the namespace as path; it is at the first, and tries the next one each time
   *     it connects again
   */
  public SocketIoClient(String transports, URI... servers)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("node", script().toString(), transports));
    for (var server : servers) {
      command.add(server.toString());
    }
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Thread.ofVirtual().start(() -> read(process.inputReader(UTF_8)));
  }

  /** Beside the package, where Node.js finds it; moved there, for others may read it now. */
  private static Path script() throws IOException, InterruptedException {
    var modules = Objects.requireNonNull(SocketIoPackage.folder().getParent());
    var folder = Objects.requireNonNull(modules.getParent());
    var written = Files.createTempFile(folder, "socket-client", ".js");
    try (InputStream source =
        Objects.requireNonNull(SocketIoClient.class.getResourceAsStream("socket-client.js"))) {
      Files.write(written, source.readAllBytes());
    }
    return Files.move(written, folder.resolve("socket-client.js"), StandardCopyOption.ATOMIC_MOVE);
  }

  private void read(BufferedReader reader) {
    reader
        .lines()
        .forEach(line -> {
          if (line.startsWith("[\"duration_update\"")) {
            durations.add(line);
          } else if (line.startsWith("[\"upgrade\"")) {
            upgrades.add(line);
          } else {
            lines.add(line);
          }
        });
  }

  /** Holds it still, or lets it go on: meanwhile it does nothing, so it loses no race. */
  public void pause(boolean still) throws IOException, InterruptedException {
    var signal = still ? "-STOP" : "-CONT";
    int done = new ProcessBuilder("kill", signal, "" + process.pid()).inheritIO().start().waitFor();
    assertThat(done).as("kill " + signal).isZero();
  }

  /** Emits an event, as an array of its name and its values. */
  void emit(String json) throws IOException {
    var out = process.outputWriter(UTF_8);
    out.write(json + "\n");
    out.flush();
  }

  void awaitUpgrade(String line) throws InterruptedException {
    assertThat(upgrades.poll(2, TimeUnit.MINUTES)).isEqualTo(line);
  }

  /** Earlier ones may tell of before. */
  void awaitDurations(String line) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    String next = "";
    while (!line.equals(next)) {
      assertThat(System.nanoTime()).as("durations, last " + next).isLessThan(deadline);
      next = Objects.requireNonNull(durations.poll(2, TimeUnit.MINUTES), "no durations came");
    }
  }

  /** The next line: an array of an event's name and its values. */
  public String next() throws InterruptedException {
    return Objects.requireNonNull(lines.poll(2, TimeUnit.MINUTES), "nothing came");
  }

  /** The next line that begins so; others are passed over. */
  public String next(String start) throws InterruptedException {
    while (true) {
      var next = next();
      if (next.startsWith(start)) {
        return next;
      }
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
