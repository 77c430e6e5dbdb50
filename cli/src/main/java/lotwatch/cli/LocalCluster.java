package lotwatch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lotwatch.node.config.Config;

/**
 * Several nodes on this machine, each a process of its own: to try a cluster. A node that ends by
 * itself, or is killed, is started again.
 */
final class LocalCluster {
  /** More nodes only take longer to agree. */
  static final int NODES_MAX = 9;

  private static final Duration RESTART_WAIT = Duration.ofSeconds(5);
  private static final int PEER_PORT = 7_070;
  private static final int PORT_STEP = 10;
  private static final int PORT_MAX = 65_535;

  private final Config config;
  private final List<String> flags;
  private final PrintWriter out;
  private final List<String> names = new ArrayList<>();
  private final ConcurrentHashMap<String, Process> running = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  /**
   * @param args of {@code up}; those about cameras and the like are handed on
   */
  LocalCluster(Config config, int nodes, List<String> args, PrintWriter out) {
    this.config = config;
    this.flags = handedOn(args);
    this.out = out;
    for (int i = 1; i <= nodes; i++) {
      names.add("n" + i);
    }
  }

  /** Without what is different for each node. */
  private static List<String> handedOn(List<String> args) {
    var on = new ArrayList<String>();
    for (int i = 0; i < args.size(); i++) {
      var arg = args.get(i);
      if (List.of("--nodes", "--port", "--data").contains(arg)) {
        i++;
      } else if (!arg.equals("up") && !arg.matches("--(nodes|port|data)=.*")) {
        on.add(arg);
      }
    }
    return on;
  }

  /** Runs them until Ctrl-C. */
  int run() throws Failure, InterruptedException {
    checkGrpcPorts();
    checkFolders();
    var peers = peers();
    sayWhoStarts();
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(this::stop));
    out.println("Starting %d nodes; Ctrl-C stops them all.".formatted(names.size()));
    out.println(
        "To see one die and come back:  lotwatch node kill n2 --data " + config.node().data());
    var keepers = new ArrayList<Thread>();
    for (var name : names) {
      keepers.add(Thread.ofPlatform().name("keep-" + name).start(() -> keep(name, peers)));
    }
    for (var keeper : keepers) {
      keeper.join();
    }
    return Exit.OK;
  }

  private void checkFolders() throws Failure {
    for (var name : names) {
      var folder = folder(config.node().data(), name);
      var lock = folder.resolve(Holder.LOCK);
      try {
        if (Holder.of(lock).isPresent()) {
          throw new Failure(
              Exit.UNAVAILABLE,
              "%s is in use by %s: stop it first, or take another folder with --data DIR"
                  .formatted(folder, Files.readString(lock).strip()));
        }
      } catch (IOException e) {
        throw new Failure(
            Exit.UNAVAILABLE, "%s cannot be read: %s".formatted(lock, e.getMessage()));
      }
    }
  }

  /** For {@code lotwatch stop}: a node that is stopped by itself would be started again. */
  private void sayWhoStarts() throws Failure {
    try {
      Files.createDirectories(config.node().data());
      Files.writeString(config.node().data().resolve(Holder.STARTER), Holder.self());
    } catch (IOException e) {
      throw new Failure(
          Exit.UNAVAILABLE,
          "%s cannot be written: %s".formatted(config.node().data(), e.getMessage()));
    }
  }

  private String peers() throws Failure {
    try {
      var peers = new ArrayList<String>();
      for (int i = 0; i < names.size(); i++) {
        peers.add("%s=127.0.0.1:%d".formatted(names.get(i), peerPort(i)));
      }
      return String.join(",", peers);
    } catch (IOException e) {
      throw new Failure(Exit.UNAVAILABLE, "no free port for the nodes: " + e.getMessage());
    }
  }

  /** The same each time, so that a folder fits its node again. */
  private int peerPort(int index) throws IOException {
    int port =
        (config.servers().http().port() == 0 ? 0 : config.servers().http().port() - 8_080)
            + PEER_PORT
            + index;
    if (config.servers().http().port() != 0) {
      return port;
    }
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void keep(String name, String peers) {
    try {
      while (!stopping) {
        var process = command(name, peers).start();
        running.put(name, process);
        tell(name, process);
        int exit = process.waitFor();
        if (stopping) {
          return;
        }
        say(
            name,
            "ended with %d and is started again in %d s".formatted(exit, RESTART_WAIT.toSeconds()));
        Thread.sleep(RESTART_WAIT);
      }
    } catch (IOException e) {
      if (!stopping) { // else it is the end of what it says
        say(name, "does not start: " + e.getMessage());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private ProcessBuilder command(String name, String peers) {
    int port =
        config.servers().http().port() == 0
            ? 0
            : config.servers().http().port() + names.indexOf(name);
    var command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
    command.addAll(flagsOfThisJvm());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Lotwatch.class.getName()));
    command.addAll(List.of("node", "--id", name, "--peers", peers));
    command.addAll(List.of("--data", folder(config.node().data(), name).toString()));
    command.addAll(List.of("--port", String.valueOf(port)));
    command.addAll(flags);
    var process = new ProcessBuilder(command).redirectErrorStream(true);
    var tcp = config.servers().finder().ports();
    port(process, "text.port", tcp.text(), name);
    port(process, "rpc.port", tcp.rpc(), name);
    port(process, "sensor.port", tcp.sensor(), name);
    port(process, "pubsub.port", tcp.pubsub(), name);
    process.environment().put("LOTWATCH_GRPC_PORTS", grpcPorts(name));
    process.environment().put("LOTWATCH_CAMPUS_BACKUP_PORTS", backupPorts(name));
    return process;
  }

  /** The TCP ports of each node lie {@link #PORT_STEP} after those of the one before. */
  private void port(ProcessBuilder process, String key, OptionalInt port, String name) {
    int first = port.orElse(-1);
    int mine = first > 0 ? first + PORT_STEP * names.indexOf(name) : first;
    process
        .environment()
        .put("LOTWATCH_" + key.toUpperCase(Locale.ROOT).replace('.', '_'), String.valueOf(mine));
  }

  /** Each configured port and as many after it as there are nodes, one for each. */
  private String grpcPorts(String name) {
    return config.servers().grpc().ports().stream()
        .map(port -> String.valueOf(port == 0 ? 0 : port + names.indexOf(name)))
        .collect(Collectors.joining(","));
  }

  /** The first node is the backup of another system; the others have what it has. */
  private String backupPorts(String name) {
    var ports = config.servers().backup().ports();
    return ports.isEmpty() || names.indexOf(name) > 0
        ? "none"
        : ports.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private Set<Integer> openedForGrpc(String name) {
    return Stream.of(grpcPorts(name), backupPorts(name))
        .flatMap(ports -> Stream.of(ports.split(",", 0)))
        .filter(port -> !port.isEmpty() && !port.equals("0") && !port.equals("none"))
        .map(Integer::valueOf)
        .collect(Collectors.toSet());
  }

  private void checkGrpcPorts() throws Failure {
    var taken = new TreeSet<Integer>();
    for (var name : names) {
      for (int port : openedForGrpc(name)) {
        if (!taken.add(port)) {
          throw new Failure(
              Exit.USAGE,
              "grpc.ports is %s: each of %d nodes opens the next ports, and two would open %d"
                  .formatted(config.servers().grpc().ports(), names.size(), port));
        }
      }
    }
    if (!taken.isEmpty() && taken.last() > PORT_MAX) {
      throw new Failure(
          Exit.USAGE,
          "grpc.ports of the last node is %d, which is no port".formatted(taken.last()));
    }
  }

  /** Those of the launcher, LOTWATCH_JAVA_OPTIONS among them. */
  private static List<String> flagsOfThisJvm() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments();
  }

  /** Where a node of a local cluster keeps its state. */
  static Path folder(Path data, String name) {
    return data.resolve(name);
  }

  private void tell(String name, Process process) throws IOException {
    try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        say(name, line);
      }
    }
  }

  private void say(String name, String line) {
    synchronized (out) {
      out.println(name + "  " + line);
      out.flush();
    }
  }

  private void stop() {
    stopping = true;
    running.values().forEach(Process::destroy);
    running.values().forEach(process -> process.onExit().join());
  }
}
