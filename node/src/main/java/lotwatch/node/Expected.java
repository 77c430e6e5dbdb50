package lotwatch.node;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lotwatch.ledger.View;
import lotwatch.ledger.View.CameraView;
import lotwatch.ledger.View.NodeView;
import lotwatch.ledger.Visibility;
import lotwatch.wire.Missing;

/**
 * Which nodes should be there and are not: the voters that are not heard, and their workers. The
 * ledger forgets a node that falls silent; this one remembers what it was.
 */
final class Expected implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Supplier<View> view;
  private final Supplier<List<String>> voters;
  private final Map<String, String> names;
  private final Map<String, NodeView> known = new ConcurrentHashMap<>();
  private final Thread look;

  /**
   * Begins to remember.
   *
   * @param voters their addresses, as {@code HOST:PORT}
   * @param names of nodes by their addresses, as far as they are configured
   */
  Expected(Supplier<View> view, Supplier<List<String>> voters, Map<String, String> names) {
    this.view = view;
    this.voters = voters;
    this.names = Map.copyOf(names);
    look = Thread.ofVirtual().name("expected-nodes").start(this::look);
  }

  private void look() {
    try {
      while (true) {
        missing();
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Those that are not heard, a node before its workers. None of a cluster that only starts. */
  List<Missing> missing() {
    var expected = voters.get();
    var there = new HashMap<String, NodeView>();
    view.get().nodes().forEach(node -> there.put(node.address(), node));
    known.putAll(there);
    known.keySet().retainAll(expected);
    if (there.isEmpty()) {
      return List.of();
    }
    var missing = new ArrayList<Missing>();
    for (var address : expected) {
      if (!there.containsKey(address)) {
        add(missing, address);
      }
    }
    return List.copyOf(missing);
  }

  private void add(List<Missing> missing, String address) {
    var was = known.get(address);
    if (was == null) {
      var name = names.getOrDefault(address, address);
      missing.add(new Missing(Missing.NODE + name, address, null));
      return;
    }
    missing.add(new Missing(Missing.NODE + was.id(), address, was.heardAt()));
    for (int k = 1; k <= was.workerStatus().workers(); k++) {
      missing.add(new Missing("worker/%s-%d".formatted(was.id(), k), address, was.heardAt()));
    }
  }

  /** Every node, worker and camera that does not do its work, a sentence each. */
  List<String> details() {
    var missing = missing().stream().map(each -> each.service() + " is missing");
    var cameras =
        view.get().cameras().stream()
            .filter(camera -> camera.holder() == null || camera.visibility() != Visibility.CLEAR)
            .map(Expected::sentence);
    return Stream.concat(missing, cameras).toList();
  }

  private static String sentence(CameraView camera) {
    return camera.holder() == null
        ? "camera/%s is run by no node".formatted(camera.id())
        : "camera/%s is %s since %s"
            .formatted(
                camera.id(), camera.visibility().name().toLowerCase(Locale.ROOT), camera.since());
  }

  /** What an operator should mend, a sentence for each node. */
  List<String> degraded() {
    var all = missing();
    return all.stream().filter(Missing::isNode).map(node -> sentence(node, all)).toList();
  }

  private static String sentence(Missing node, List<Missing> all) {
    long workers =
        all.stream()
            .filter(each -> !each.isNode() && each.address().equals(node.address()))
            .count();
    return "node %s (%s) is missing, %s%s"
        .formatted(
            node.name(),
            node.address(),
            node.heardAt() == null
                ? "not heard yet"
                : "last heard at " + node.heardAt().truncatedTo(ChronoUnit.SECONDS),
            workers == 0 ? "" : ", and its %d workers with it".formatted(workers));
  }

  @Override
  public void close() {
    look.interrupt();
  }
}
