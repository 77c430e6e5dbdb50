package lotwatch.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A network for each member, joined by a bridge, in which one can be made deaf to another: Linux
 * network namespaces, which need root and the {@code ip} command.
 */
final class Networks {
  private static final String BRIDGE = "lwbr";

  /** Of nobody: what is sent there is lost without a word. */
  private static final String NOWHERE = "02:00:00:00:00:ee";

  private final int count;

  private Networks(int count) {
    this.count = count;
  }

  /**
   * Makes them.
   *
   * @throws IOException if that is not possible here; says what is missing
   */
  static Networks make(int count) throws IOException, InterruptedException {
    var networks = new Networks(count);
    networks.remove();
    run("ip", "link", "add", BRIDGE, "type", "bridge");
    run("ip", "link", "set", BRIDGE, "up");
    for (int i = 1; i <= count; i++) {
      run("ip", "netns", "add", name(i));
      run("ip", "link", "add", "lwv" + i, "type", "veth", "peer", "name", "eth0", "netns", name(i));
      run("ip", "link", "set", "lwv" + i, "master", BRIDGE, "up");
      run("ip", "-n", name(i), "addr", "add", address(i) + "/24", "dev", "eth0");
      run("ip", "-n", name(i), "link", "set", "eth0", "address", hardware(i));
      run("ip", "-n", name(i), "link", "set", "eth0", "up");
      run("ip", "-n", name(i), "link", "set", "lo", "up");
    }
    networks.heal();
    return networks;
  }

  private static String name(int member) {
    return "lwn" + member;
  }

  private static String hardware(int member) {
    return "02:00:00:00:01:%02x".formatted(member);
  }

  /** Where member 1, 2, ... is reached. */
  static String address(int member) {
    return "10.77.0." + member;
  }

  /** The words that run a command in a member's network. */
  static List<String> inside(int member, List<String> command) {
    var words = new ArrayList<>(List.of("ip", "netns", "exec", name(member)));
    words.addAll(command);
    return words;
  }

  /** From now on nothing that one member sends reaches the other; answers count as sent too. */
  void cut(int from, int to) throws IOException, InterruptedException {
    neighbour(from, to, NOWHERE);
  }

  /** All reach all again. */
  void heal() throws IOException, InterruptedException {
    for (int from = 1; from <= count; from++) {
      for (int to = 1; to <= count; to++) {
        if (from != to) {
          neighbour(from, to, hardware(to));
        }
      }
    }
  }

  private static void neighbour(int from, int to, String hardware)
      throws IOException, InterruptedException {
    run(
        "ip",
        "-n",
        name(from),
        "neigh",
        "replace",
        address(to),
        "lladdr",
        hardware,
        "dev",
        "eth0",
        "nud",
        "permanent");
  }

  private static void run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("%s: %s".formatted(String.join(" ", command), said.strip()));
    }
  }

  private static void runQuietly(String... command) throws InterruptedException {
    try {
      run(command);
    } catch (IOException e) {
      // There was none.
    }
  }

  /** Takes them away. */
  void remove() throws InterruptedException {
    for (int i = 1; i <= count; i++) {
      runQuietly("ip", "netns", "del", name(i));
    }
    runQuietly("ip", "link", "del", BRIDGE);
  }
}
