package lotwatch.ledger;

import static lotwatch.ledger.Campus.CAM;
import static lotwatch.ledger.Campus.SPOTS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import lotwatch.ledger.CameraChange.CameraAssigned;
import lotwatch.ledger.CameraCommand.PlaceCamera;
import lotwatch.ledger.Command.Tick;
import lotwatch.ledger.NodeChange.NodeJoined;
import lotwatch.ledger.NodeChange.NodeLost;
import lotwatch.ledger.NodeCommand.Leave;
import lotwatch.ledger.NodeCommand.NodeHeartbeat;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NodesTest {
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N2 = new NodeId("n2");
  private static final CameraId SECOND = new CameraId("cam2");

  private final Campus campus = Campus.open();

  private void heartbeat(NodeId node) {
    assertThat(campus.tell(new NodeHeartbeat(node, "http://" + node + "/", node + ":1", 0)))
        .isEqualTo(new Accepted());
  }

  private @Nullable NodeId holder(CameraId camera) {
    return Objects.requireNonNull(campus.ledger.view().camera(camera)).holder();
  }

  @Test
  void cameraWithoutANodeHasNoHolder() {
    assertThat(holder(CAM)).isNull();
  }

  @Test
  void firstNodeHoldsAllAndTheSecondTakesItsShare() {
    campus.tell(new PlaceCamera(SECOND, Campus.watches(SPOTS)));
    heartbeat(N1);
    assertThat(List.of(CAM, SECOND)).allMatch(camera -> N1.equals(holder(camera)));

    heartbeat(N2);

    assertThat(holder(CAM)).isEqualTo(N1);
    assertThat(holder(SECOND)).isEqualTo(N2);
  }

  @Test
  void nodeWhoseHeartbeatsComeInTimeKeepsItsCamerasAndNothingIsSaid() {
    heartbeat(N1);
    campus.events.clear();
    for (int i = 0; i < 10; i++) {
      campus.pass(NodeCommand.HEARTBEAT_WAIT_MAX.minusMillis(1));
      heartbeat(N1);
    }

    assertThat(holder(CAM)).isEqualTo(N1);
    assertThat(campus.events).noneMatch(event -> event.change() instanceof NodeLost);
    assertThat(campus.events).noneMatch(event -> event.change() instanceof NodeJoined);
  }

  @Test
  void silentNodeLosesItsCamerasToAnother() {
    heartbeat(N1);
    heartbeat(N2);
    campus.pass(NodeCommand.HEARTBEAT_WAIT_MAX.minusSeconds(1));
    heartbeat(N2);
    campus.pass(Duration.ofSeconds(1));
    assertThat(campus.ledger.view().due()).isEqualTo(campus.now);
    campus.events.clear();

    campus.tell(new Tick());

    assertThat(campus.events.stream().map(Event::change))
        .containsExactly(new NodeLost(N1), new CameraAssigned(CAM, N2));
    assertThat(holder(CAM)).isEqualTo(N2);
  }

  @Test
  void nodeThatLeavesGivesItsCamerasUpAtOnce() {
    heartbeat(N1);
    heartbeat(N2);

    campus.tell(new Leave(N1));
    assertThat(holder(CAM)).isEqualTo(N2);

    campus.tell(new Leave(N2));
    assertThat(holder(CAM)).isNull();
    assertThat(campus.tell(new Leave(N2))).isEqualTo(new Accepted());
  }

  @Test
  void nodesHaveALimit() {
    for (int i = 0; i < NodeCommand.NODES_MAX; i++) {
      heartbeat(new NodeId("m" + i));
    }

    assertThat(campus.tell(new NodeHeartbeat(N1, "http://n1/", "n1:1", 0)))
        .isInstanceOfSatisfying(
            Rejected.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.LIMIT));
    heartbeat(new NodeId("m0"));
  }

  @Test
  void restoredLedgerWaitsForTheSameNodes() {
    heartbeat(N1);
    heartbeat(N2);
    campus.pass(Duration.ofSeconds(2));
    heartbeat(N2);
    var again = new Campus(Ledger.restore(campus.ledger.save()));
    again.now = campus.now.plusSeconds(4);

    again.tell(new Tick());

    assertThat(again.ledger.view().nodes()).extracting(View.NodeView::id).containsOnly(N2);
    assertThat(Objects.requireNonNull(again.ledger.view().camera(CAM)).holder()).isEqualTo(N2);
  }
}
