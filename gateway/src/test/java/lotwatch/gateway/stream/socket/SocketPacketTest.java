package lotwatch.gateway.stream.socket;

import static lotwatch.gateway.stream.socket.SocketLimits.NAMESPACE_LENGTH_MAX;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SocketPacketTest {
  private static String connect(int length) {
    return "0/" + "n".repeat(length - 1) + ",";
  }

  @Test
  void namespaceOfTheGreatestLengthIsReadAndALongerOneIsNone() {
    var read = SocketPacket.parse(connect(NAMESPACE_LENGTH_MAX)).orElseThrow();

    assertThat(read.type()).isEqualTo(SocketPacket.Type.CONNECT);
    assertThat(read.namespace()).hasSize(NAMESPACE_LENGTH_MAX);
    assertThat(SocketPacket.parse(connect(NAMESPACE_LENGTH_MAX + 1))).isEmpty();
  }

  @Test
  void attachmentsBelongToBinaryPacketsOnly() {
    assertThat(SocketPacket.parse("51-/parking,[\"a\"]")).isPresent();
    assertThat(SocketPacket.parse("5/parking,[\"a\"]")).isEmpty();
    assertThat(SocketPacket.parse("21-/parking,[\"a\"]")).isEmpty();
  }

  @Test
  void queryOfANamespaceSaysNothing() {
    var read = SocketPacket.parse("2/parking?token=x,7[\"a\",1]").orElseThrow();

    assertThat(read.namespace()).isEqualTo("/parking");
    assertThat(read.ack()).isEqualTo("7");
    assertThat(String.valueOf(read.data())).isEqualTo("[\"a\",1]");
  }
}
