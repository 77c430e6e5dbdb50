package lotwatch.lab.bench.crowd;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import lotwatch.gateway.net.TcpFrames;
import lotwatch.lab.bench.Machine;
import lotwatch.lab.bench.Scratch;
import lotwatch.node.Node;
import lotwatch.node.SitePlan;
import lotwatch.node.config.ConfigFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lotwatch bench connections}: what a connection costs that is open and says nothing. */
@Command(
    name = "connections",
    mixinStandardHelpOptions = true,
    header = "Memory of a node per connection that is open and says nothing.",
    description = {
      "",
      "A node in this process, its limits raised; the other ends are in processes of",
      "their own, from an address each. Each connection asks once and is answered.",
      "Then one more asks a thousand times. Needs as many open files (ulimit -n) as",
      "there are connections, and 500; with fewer it says so and takes what it can.",
      ""
    })
public final class ConnectionsCommand implements Callable<Integer> {
  private static final int OTHER_FILES = 500;
  private static final int QUESTIONS = 1_000;

  /** Ports of this machine from one address to one port, fewer than the usual 28,232. */
  private static final int PER_ADDRESS_MAX = 17_000;

  private static final Map<String, byte[]> QUESTIONS_BY_PORT =
      Map.of(
          "text", "PING\n".getBytes(UTF_8),
          "sensor", "UPDATE LOT-A 0\n".getBytes(UTF_8),
          "rpc", call("getLots", ""),
          "pubsub", call("subscribe", "\"LOT-A\""));

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--connections",
      defaultValue = "50000",
      description = "How many; default ${DEFAULT-VALUE}.")
  private int connections = 50_000;

  @Option(
      names = "--ports",
      split = ",",
      defaultValue = "text,rpc,sensor,pubsub",
      description = "At which ports, one after the other; default ${DEFAULT-VALUE}.")
  private List<String> ports = List.of();

  @Override
  public Integer call() throws Exception {
    if (connections < 1 || !QUESTIONS_BY_PORT.keySet().containsAll(ports)) {
      throw new ParameterException(
          spec.commandLine(), "--connections is 1 or more, --ports of text,rpc,sensor,pubsub");
    }
    var system = ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);
    long files = system.getMaxFileDescriptorCount() - OTHER_FILES;
    int count = Math.toIntExact(Math.min(connections, files));
    System.out.println(Machine.text());
    if (count < connections) {
      System.out.printf(
          Locale.ROOT,
          "Only %,d open files are allowed (ulimit -n): %,d connections, not %,d.%n",
          files + OTHER_FILES,
          count,
          connections);
    }
    System.out.println(
        "port    connections  resident before, after MB  bytes each  heap bytes each"
            + "  one more: median, slowest us");
    for (var name : ports) {
      try (var scratch = Scratch.in(Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
          var node = node(scratch.resolve("node"))) {
        System.out.println(measured(node, name, count));
      }
    }
    return 0;
  }

  private static Node node(Path folder) throws Exception {
    Files.createDirectories(folder);
    var file =
        Files.writeString(
            folder.resolve("lotwatch.yml"),
            """
            sim: {cameras: false}
            http: {port: 0}
            grpc: {ports: ""}
            lots: [{id: LOT-A, capacity: 100}]
            tcp: {connections-max: 1000000, connections-per-address-max: 1000000, idle-max: 86400}
            text: {port: 0}
            rpc: {port: 0}
            sensor: {port: 0}
            pubsub: {port: 0}
            """);
    var config = ConfigFile.read(file, Map.of()).withData(folder.resolve("data"));
    return Node.start(config, SitePlan.of(config), _ -> {});
  }

  private static String measured(Node node, String name, int count) throws Exception {
    var address = Objects.requireNonNull(node.tcpPorts().get(name));
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    var question = Objects.requireNonNull(QUESTIONS_BY_PORT.get(name));
    micros(port, question); // compiles what is measured
    long heap = heap();
    long resident = resident();
    var holders = new ArrayList<Process>();
    try {
      for (int rest = count; rest > 0; rest -= PER_ADDRESS_MAX) {
        holders.add(holder(port, holders.size(), Math.min(rest, PER_ADDRESS_MAX), question));
      }
      for (var holder : holders) {
        if (holder.getInputStream().read() != 'h') {
          throw new IOException("a holder of connections failed");
        }
      }
      long heapEach = (heap() - heap) / count;
      long residentAfter = resident();
      var micros = micros(port, question);
      return String.format(
          Locale.ROOT,
          "%-7s %,11d %15d %10d %11d %16d %21.0f %8.0f",
          name,
          count,
          resident >> 20,
          residentAfter >> 20,
          (residentAfter - resident) / count,
          heapEach,
          micros[QUESTIONS / 2],
          micros[QUESTIONS - 1]);
    } finally {
      holders.forEach(Process::destroyForcibly);
    }
  }

  private static Process holder(int port, int number, int count, byte[] question)
      throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            Integer.toString(port),
            "127.0.1." + (number + 1),
            Integer.toString(count),
            Base64.getEncoder().encodeToString(question))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** What one more connection waits for each answer, in order of size. */
  private static double[] micros(int port, byte[] question) throws IOException {
    var micros = new double[QUESTIONS];
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      var answer = new byte[1 << 10];
      for (int i = 0; i < QUESTIONS; i++) {
        long begun = System.nanoTime();
        socket.getOutputStream().write(question);
        if (socket.getInputStream().read(answer) <= 0) {
          throw new IOException("it does not answer");
        }
        micros[i] = (System.nanoTime() - begun) / 1e3;
      }
    }
    Arrays.sort(micros);
    return micros;
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** VmRSS of /proc/self/status, in bytes. */
  private static long resident() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/status"), UTF_8)) {
      var resident = lines.filter(line -> line.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(resident.replaceAll("\\D", "")) << 10;
    }
  }

  private static byte[] call(String method, String args) {
    return TcpFrames.of(
        "{\"rpcId\": 1, \"method\": \"%s\", \"args\": [%s]}"
            .formatted(method, args)
            .getBytes(UTF_8));
  }
}
