package lotwatch.replica.upgrade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lotwatch.ledger.Versions;

/**
 * Three real nodes under load, restarted one after the other with the next version: {@code
 * RollingUpgrade OLD NEW FOLDER}, the first two being sources in which {@code cli} is built.
 *
 * <p>In both orders, the leader first and the leader last: nothing acknowledged is lost, the
 * cluster's version is raised when the last node is new and not before, and a node that goes back
 * is refused. {@code ./lotwatch upgrade-test} runs it.
 */
final class RollingUpgrade {
  private static final String OLD_FOLDER = "lotwatch 1";
  private static final String NEW_FOLDER = "lotwatch " + Versions.NEWEST;

  /** Commands that must be acknowledged in each phase. */
  private static final int PHASE = 500;

  private final Path oldHome;
  private final Path newHome;
  private final List<NodeProcess> nodes;
  private final String peers;

  private RollingUpgrade(Path oldHome, Path newHome, Path folder) {
    this.oldHome = oldHome;
    this.newHome = newHome;
    nodes =
        IntStream.rangeClosed(1, 3)
            .mapToObj(i -> new NodeProcess("n" + i, folder.resolve("n" + i)))
            .toList();
    peers = nodes.stream().map(NodeProcess::peer).collect(Collectors.joining(","));
  }

  public static void main(String[] args) throws Exception {
    var folder = Path.of(args[2]).toAbsolutePath();
    for (var order : List.of("leader first", "leader last")) {
      var run = folder.resolve(order.replace(' ', '-'));
      delete(run);
      System.out.println(order);
      var upgrade =
          new RollingUpgrade(
              Path.of(args[0]).toAbsolutePath(), Path.of(args[1]).toAbsolutePath(), run);
      try {
        upgrade.run(order.equals("leader first"));
      } finally {
        for (var node : upgrade.nodes) {
          node.close();
        }
      }
    }
    System.out.println("upgrade-test: passed");
    System.exit(0);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private void run(boolean leaderFirst) throws Exception {
    for (var node : nodes) {
      node.start(oldHome, peers);
    }
    for (var node : nodes) {
      node.awaitReady();
    }
    try (var clients = new Clients(nodes)) {
      awaitPhase(clients, "all old");
      for (var node : order(leaderFirst)) {
        require(
            nodes.stream().noneMatch(each -> each.version().equals(NEW_FOLDER)),
            "the version was raised while %s was old".formatted(node.name));
        node.stop();
        node.start(newHome, peers);
        node.awaitReady();
        awaitPhase(clients, node.name + " is new");
      }
      for (var node : nodes) {
        NodeProcess.await("the raise at " + node.name, () -> node.version().equals(NEW_FOLDER));
      }
      System.out.println("  raised: " + NEW_FOLDER);
      awaitPhase(clients, "raised");
      exerciseNewestCommand();
      clients.check(nodes.getFirst());
    }
    refuseOld(nodes.getLast());
  }

  private List<NodeProcess> order(boolean leaderFirst) throws TimeoutException {
    NodeProcess.await("a leader", () -> nodes.stream().anyMatch(NodeProcess::leads));
    var order = new ArrayList<>(nodes);
    order.sort(Comparator.comparing(node -> node.leads() != leaderFirst));
    System.out.println("  in this order: " + order.stream().map(node -> node.name).toList());
    return order;
  }

  private static void awaitPhase(Clients clients, String what) throws TimeoutException {
    int before = clients.acknowledged();
    NodeProcess.await(
        PHASE + " commands while " + what, () -> clients.acknowledged() >= before + PHASE);
    System.out.printf("  %s: %d acknowledged%n", what, clients.acknowledged());
  }

  /**
   * Commands of version 2 (a position) and 3 (a configuration that ends reservations): once the
   * cluster is raised they are asked of a node here, from outside, and must be accepted.
   */
  private void exerciseNewestCommand() throws Exception {
    for (var node : nodes) {
      NodeProcess.await("a position", () -> node.asks("PUT", "/api/consumers/upgrade", "") == 204);
    }
    require(
        nodes.getFirst().asks("POST", "/api/consumers/upgrade/position", "{\"sequence\":1}") == 204,
        "a position is not acknowledged");
    var reservations = "/api/lots/counted/reservations";
    require(
        nodes.getFirst().asks("POST", reservations, "{\"plate\":\"B-LW 1\"}") == 201,
        "a place in the lot that closes is not held");
    NodeProcess.await(
        "a configuration without it", () -> nodes.getFirst().configures(NodeProcess.CAMPUS) == 200);
    require(
        nodes.getFirst().asks("POST", reservations, "{\"plate\":\"B-LW 2\"}") == 404,
        "a lot is still there that no configuration has");
  }

  /** The old program on the folder of a cluster that was raised. */
  private void refuseOld(NodeProcess node) throws Exception {
    node.stop();
    int before = node.said().length();
    node.start(oldHome, peers);
    int exit = node.awaitEnd();
    var said = node.said().substring(before);
    require(exit != 0, "the old program goes on with the folder of the new one");
    require(
        said.contains(NEW_FOLDER) && said.contains(OLD_FOLDER),
        "the old program does not say why it refuses the folder: " + said);
    System.out.println("  the old program says: " + said.strip().lines().toList().getLast());
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
