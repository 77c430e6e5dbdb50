package lotwatch.lab.bench.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import lotwatch.lab.bench.PeerProcess;
import lotwatch.lab.cluster.JavaCommand;

/**
 * The Kafka broker of {@code lotwatch kafka up}: a process with a class path of its own, as the
 * module {@code broker} leaves it when it is packaged.
 */
public final class KafkaServer implements AutoCloseable {
  private static final Duration START_WAIT_MAX = Duration.ofMinutes(3);
  private static final Duration ASK_EVERY = Duration.ofMillis(100);
  private static final String UP = "Kafka is at ";

  private final Path folder;
  private final int port;
  private final int partitions;
  private PeerProcess server;
  private int starts;

  private KafkaServer(Path folder, int port, int partitions, PeerProcess server) {
    this.folder = folder;
    this.port = port;
    this.partitions = partitions;
    this.server = server;
  }

  /**
   * Starts it; returns when its topics are there.
   *
   * @param folder where it keeps its records; made if there is none
   * @param partitions of each topic but that of dead letters
   */
  public static KafkaServer start(Path folder, int partitions) throws IOException {
    int port = PeerProcess.freePort();
    Files.createDirectories(folder);
    var started = new KafkaServer(folder, port, partitions, process(folder, port, partitions));
    started.awaitUp();
    return started;
  }

  private static PeerProcess process(Path folder, int port, int partitions) throws IOException {
    var command = JavaCommand.words("-Xmx256m", "-XX:TieredStopAtLevel=1");
    command.addAll(
        List.of(
            "-cp",
            Packaged.module("broker").classPath(),
            "lotwatch.broker.Broker",
            "up",
            "--port",
            String.valueOf(port),
            "--data",
            folder.toString(),
            "--partitions",
            String.valueOf(partitions)));
    return new PeerProcess(folder, command);
  }

  private void awaitUp() throws IOException {
    starts++;
    long deadline = System.nanoTime() + START_WAIT_MAX.toNanos();
    while (server.said().stream().filter(line -> line.startsWith(UP)).count() < starts) {
      server.check();
      if (System.nanoTime() > deadline) {
        close();
        throw new IOException("Kafka does not start: " + server.said());
      }
      LockSupport.parkNanos(ASK_EVERY.toNanos());
    }
  }

  /** {@code kill -9}. */
  public void kill() {
    server.kill();
  }

  /** Starts it again where it was; returns when it is up. */
  public void restart() throws IOException {
    server = process(folder, port, partitions);
    awaitUp();
  }

  /** As {@code HOST:PORT}. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    server.close();
  }
}
