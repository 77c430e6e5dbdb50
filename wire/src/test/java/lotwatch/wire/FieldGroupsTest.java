package lotwatch.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import lotwatch.wire.proto.CameraLine;
import lotwatch.wire.proto.Line;
import lotwatch.wire.proto.LotLine;
import lotwatch.wire.proto.NodeLine;
import org.junit.jupiter.api.Test;

final class FieldGroupsTest {
  private static final Line HEAD =
      Line.newBuilder().setAt(Terms.time(Instant.EPOCH)).setRequest("r").build();

  private final FieldGroups<String> groups =
      new FieldGroups<>(Line.getDescriptor(), "none")
          .with(LotLine.getDescriptor(), "lots")
          .with(NodeLine.getDescriptor(), "nodes");

  @Test
  void numberOfTheCommandTellsTheGroup() {
    var leave = NodeLine.newBuilder().setLeave(NodeLine.Leave.getDefaultInstance()).build();
    var close = LotLine.newBuilder().setCloseLot(LotLine.CloseLot.getDefaultInstance()).build();

    assertThat(groups.of(Joined.bytes(HEAD, leave), 0)).isEqualTo("nodes");
    assertThat(groups.of(Joined.bytes(HEAD, close), 0)).isEqualTo("lots");
  }

  @Test
  void commandOfNoGroupIsTold() {
    var tick =
        CameraLine.newBuilder()
            .setRemoveCamera(CameraLine.RemoveCamera.getDefaultInstance())
            .build();

    assertThat(groups.of(Joined.bytes(HEAD, tick), 0)).isEqualTo("none");
    assertThat(groups.of(HEAD.toByteArray(), 0)).isEqualTo("none");
    assertThat(groups.of(new byte[] {-1, -1, -1}, 0)).isEqualTo("none");
    assertThat(groups.of(new byte[3], 5)).isEqualTo("none");
  }

  @Test
  void numberIsNotGivenTwice() {
    assertThatThrownBy(() -> groups.with(LotLine.getDescriptor(), "lots again"))
        .hasMessage("number 4 of LotLine is taken");
  }

  @Test
  void bytesAreThoseOfOneMessage() throws Exception {
    var rest =
        NodeLine.newBuilder().setLeave(NodeLine.Leave.newBuilder().setNode("n1").build()).build();

    assertThat(Joined.bytes(HEAD, rest))
        .isEqualTo(rest.toBuilder().setAt(HEAD.getAt()).setRequest("r").build().toByteArray());
  }
}
