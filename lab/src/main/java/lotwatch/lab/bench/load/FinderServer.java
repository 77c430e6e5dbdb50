package lotwatch.lab.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import lotwatch.lab.cluster.JavaCommand;

/**
 * One node of ours in a process of its own, on free ports, with the four lots of the campus smart
 * parking finder and no cameras. Its log is on the disk of its folder, and synced.
 */
public final class FinderServer implements AutoCloseable {
  /** The lots of the finder's own configuration. */
  public static final List<String> LOTS = List.of("LOT-A", "LOT-B", "LOT-C", "LOT-D");

  private static final String CONFIG =
      """
      {
        "server": {
          "host": "127.0.0.1",
          "text_protocol_port": 0, "rpc_port": 0, "sensor_port": 0, "pubsub_port": 0,
          "reservation_timeout_seconds": 300
        },
        "lots": [
          {"id": "LOT-A", "capacity": 100, "occupied": 50},
          {"id": "LOT-B", "capacity": 150, "occupied": 75},
          {"id": "LOT-C", "capacity": 80, "occupied": 40},
          {"id": "LOT-D", "capacity": 200, "occupied": 120}
        ],
        "pubsub": {"max_queue_size": 100, "back_pressure_policy": "drop_oldest"}
      }
      """;

  private static final Pattern ADDRESS = Pattern.compile("Lotwatch is at (\\S+)");
  private static final Pattern PORT =
      Pattern.compile(" +(text|rpc|sensor|pubsub) +(127\\.0\\.0\\.1):(\\d+)");

  /** Everybody calls from one address here; those of the last run may not all have left. */
  private static final String CONNECTIONS_MAX = "4000";

  private static final int STOP_SECONDS_MAX = 20;

  private final Process process;
  private final FinderAddresses addresses;

  private FinderServer(Process process, FinderAddresses addresses) {
    this.process = process;
    this.addresses = addresses;
  }

  /**
   * Starts it and waits until its ports are open.
   *
   * @param folder for its state; not there yet
   * @throws IOException with what it said, if it does not start
   */
  public static FinderServer start(Path folder) throws IOException {
    return start(folder, CONFIG, List.of());
  }

  /**
   * The same with other lots.
   *
   * @param finder the finder's own file, config.json
   * @param java options for its Java
   */
  public static FinderServer start(Path folder, String finder, List<String> java)
      throws IOException {
    Files.createDirectories(folder);
    var config = Files.writeString(folder.resolve("config.json"), finder, UTF_8);
    var builder =
        new ProcessBuilder(command(config, folder.resolve("data"), java)).redirectErrorStream(true);
    builder.environment().put("LOTWATCH_TCP_CONNECTIONS_PER_ADDRESS_MAX", CONNECTIONS_MAX);
    var process = builder.start();
    process.getOutputStream().close();
    var said = new ArrayList<String>();
    var out = process.inputReader(UTF_8);
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      said.add(line);
      var address = ADDRESS.matcher(line);
      if (address.find()) {
        Thread.ofVirtual().name("drain").start(() -> drain(out));
        return new FinderServer(process, addresses(said, URI.create(address.group(1))));
      }
    }
    throw new IOException("the server did not start: " + String.join("\n", said));
  }

  /** As {@code ./lotwatch up} starts it. */
  private static List<String> command(Path config, Path data, List<String> java) {
    var command = JavaCommand.words();
    command.addAll(java);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "lotwatch.cli.Lotwatch"));
    command.addAll(
        List.of("up", "--config", config.toString(), "--port", "0", "--data", data.toString()));
    return command;
  }

  private static FinderAddresses addresses(List<String> said, URI http) throws IOException {
    return new FinderAddresses(
        address("text", said),
        address("rpc", said),
        address("sensor", said),
        address("pubsub", said),
        Optional.of(http));
  }

  private static InetSocketAddress address(String name, List<String> said) throws IOException {
    for (var line : said) {
      var port = PORT.matcher(line);
      if (port.matches() && name.equals(port.group(1))) {
        return new InetSocketAddress(
            requireNonNull(port.group(2)), Integer.parseInt(requireNonNull(port.group(3))));
      }
    }
    throw new IOException("the server did not say where its %s port is: %s".formatted(name, said));
  }

  /** Reads on, so that it never waits for a reader. */
  private static void drain(BufferedReader out) {
    try (out) {
      while (out.readLine() != null) {
        // its log is not asked for
      }
    } catch (IOException _) {
      // it has ended
    }
  }

  /** Where it listens. */
  public FinderAddresses addresses() {
    return addresses;
  }

  /** Its process, to ask for memory and processor time. */
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
