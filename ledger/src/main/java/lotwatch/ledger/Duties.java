package lotwatch.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lotwatch.ledger.Command.Attend;
import lotwatch.ledger.Command.Leave;
import lotwatch.ledger.Deadlines.Deadline.Absence;
import lotwatch.ledger.Event.CameraHeld;
import lotwatch.ledger.Event.NodeJoined;
import lotwatch.ledger.Event.NodeLost;
import lotwatch.ledger.LedgerState.NodeState;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Refused;

/**
 * Which nodes are there, and which cameras each of them holds. Every camera has one holder as long
 * as there is a node, and no node holds two cameras more than another.
 */
final class Duties {
  private final Ledger ledger;
  final Map<NodeId, NodeState> nodes = new TreeMap<>();

  Duties(Ledger ledger) {
    this.ledger = ledger;
  }

  Outcome attend(Attend attend) {
    var before = nodes.get(attend.node());
    if (before == null && nodes.size() >= Limits.NODES_MAX) {
      return new Refused(
          Reason.LIMIT, "nodes are %d, which is the limit".formatted(Limits.NODES_MAX));
    }
    var now = ledger.clock();
    if (before != null) {
      ledger.deadlines.remove(absence(before));
    }
    var since = before == null ? now : before.since();
    var behind = Math.max(0, ledger.sequence() - attend.sequence());
    adopt(
        new NodeState(
            attend.node(), attend.page(), attend.address(), since, now, behind, attend.crew()));
    if (before == null) {
      ledger.happen(new NodeJoined(attend.node()));
      share();
    }
    return new Accepted();
  }

  Outcome leave(Leave leave) {
    lose(leave.node());
    return new Accepted();
  }

  /** Takes a node in, new or saved. */
  void adopt(NodeState node) {
    nodes.put(node.id(), node);
    ledger.deadlines.add(absence(node));
    ledger.touch(node.id());
  }

  private static Absence absence(NodeState node) {
    return new Absence(node.heardAt().plus(Limits.ATTENDANCE), node.id());
  }

  /** A node is gone: others take its cameras. */
  void lose(NodeId id) {
    var node = nodes.remove(id);
    if (node != null) {
      ledger.deadlines.remove(absence(node));
      ledger.touch(id);
      ledger.happen(new NodeLost(id));
      share();
    }
  }

  /** Finds a holder for every camera; moves no more cameras than it must. */
  void share() {
    var held = new TreeMap<NodeId, List<Camera>>();
    nodes.keySet().forEach(node -> held.put(node, new ArrayList<>()));
    var free = new ArrayList<Camera>();
    for (var camera : ledger.cameras.values()) {
      var holder = camera.holder();
      var with = holder == null ? null : held.get(holder);
      (with == null ? free : with).add(camera);
    }
    for (var camera : free) {
      give(camera, held);
    }
    if (!held.isEmpty()) {
      for (var most = most(held); most.size() >= least(held).getValue().size() + 2; ) {
        give(most.removeLast(), held);
        most = most(held);
      }
    }
  }

  private void give(Camera camera, Map<NodeId, List<Camera>> held) {
    var to = held.isEmpty() ? null : least(held).getKey();
    if (to != null) {
      held.computeIfAbsent(to, _ -> new ArrayList<>()).add(camera);
    }
    if (to == null ? camera.holder() != null : !to.equals(camera.holder())) {
      camera.holdBy(to);
      ledger.touch(camera.id);
      ledger.happen(new CameraHeld(camera.id, to));
    }
  }

  private static Map.Entry<NodeId, List<Camera>> least(Map<NodeId, List<Camera>> held) {
    return held.entrySet().stream()
        .min(Comparator.comparingInt(each -> each.getValue().size()))
        .orElseThrow();
  }

  private static List<Camera> most(Map<NodeId, List<Camera>> held) {
    return held.values().stream().max(Comparator.comparingInt(List::size)).orElseThrow();
  }
}
