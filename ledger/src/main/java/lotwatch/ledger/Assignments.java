package lotwatch.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which node each camera is assigned to. Every camera has one holder as long as there is a node,
 * and no node holds two cameras more than another.
 */
final class Assignments {
  private final Assignable cameras;

  Assignments(Assignable cameras) {
    this.cameras = cameras;
  }

  /** Finds a holder for every camera; moves no more cameras than it must. */
  void share(Set<NodeId> nodes) {
    var held = new TreeMap<NodeId, List<CameraId>>();
    nodes.forEach(node -> held.put(node, new ArrayList<>()));
    var free = new ArrayList<CameraId>();
    for (var camera : cameras.ids()) {
      var holder = cameras.holder(camera);
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

  private void give(CameraId camera, Map<NodeId, List<CameraId>> held) {
    var to = held.isEmpty() ? null : least(held).getKey();
    if (to != null) {
      held.computeIfAbsent(to, _ -> new ArrayList<>()).add(camera);
    }
    var from = cameras.holder(camera);
    if (to == null ? from != null : !to.equals(from)) {
      cameras.assign(camera, to);
    }
  }

  private static Map.Entry<NodeId, List<CameraId>> least(Map<NodeId, List<CameraId>> held) {
    return held.entrySet().stream()
        .min(Comparator.comparingInt(each -> each.getValue().size()))
        .orElseThrow();
  }

  private static List<CameraId> most(Map<NodeId, List<CameraId>> held) {
    return held.values().stream().max(Comparator.comparingInt(List::size)).orElseThrow();
  }
}
