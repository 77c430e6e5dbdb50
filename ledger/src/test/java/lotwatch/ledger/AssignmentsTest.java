package lotwatch.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AssignmentsTest {
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N2 = new NodeId("n2");

  private final FakeCameras cameras = new FakeCameras();
  private final Assignments assignments = new Assignments(cameras);

  /** Cameras that note how they are moved. */
  private static final class FakeCameras implements Assignable {
    final Set<CameraId> ids = new TreeSet<>();
    final Map<CameraId, NodeId> holders = new TreeMap<>();
    final List<String> moves = new ArrayList<>();

    FakeCameras() {
      List.of("a", "b", "c", "d").forEach(id -> ids.add(new CameraId(id)));
    }

    @Override
    public Collection<CameraId> ids() {
      return ids;
    }

    @Override
    public @Nullable NodeId holder(CameraId camera) {
      return holders.get(camera);
    }

    @Override
    public void assign(CameraId camera, @Nullable NodeId node) {
      moves.add(camera + " to " + node);
      if (node == null) {
        holders.remove(camera);
      } else {
        holders.put(camera, node);
      }
    }
  }

  private void share(NodeId... nodes) {
    cameras.moves.clear();
    assignments.share(new TreeSet<>(List.of(nodes)));
  }

  @Test
  void secondNodeTakesHalfAndNoMore() {
    share(N1);
    assertThat(cameras.moves).containsExactly("a to n1", "b to n1", "c to n1", "d to n1");

    share(N1, N2);

    assertThat(cameras.moves).containsExactly("d to n2", "c to n2");
  }

  @Test
  void camerasOfALostNodeGoToTheOthers() {
    share(N1, N2);

    share(N2);

    assertThat(cameras.moves).containsExactly("a to n2", "c to n2");
  }

  @Test
  void withoutNodesNobodyHoldsACamera() {
    share(N1);

    share();

    assertThat(cameras.holders).isEmpty();
  }

  @Test
  void whatIsSharedAlreadyStays() {
    share(N1, N2);

    share(N1, N2);

    assertThat(cameras.moves).isEmpty();
  }
}
