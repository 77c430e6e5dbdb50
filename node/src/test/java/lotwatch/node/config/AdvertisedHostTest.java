package lotwatch.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AdvertisedHostTest {
  private static final String FAR = "n1=10.0.0.1:7070,n2=10.0.0.2:7070";
  private static final String NEAR = "n1=127.0.0.1:7070,n2=127.0.0.1:7071";

  private static AdvertisedHost of(String advertise, String http, String peers) throws Exception {
    var yaml =
        """
        node: {advertise: '%s'}
        http: {host: '%s'}
        replica: {peers: '%s'}
        """
            .formatted(advertise, http, peers);
    return AdvertisedHost.of(ConfigFile.parse("f.yml", yaml, Path.of("."), Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.1.1, 0.0.0.0, '', 10.1.1.1",
    "localhost, 0.0.0.0, '', localhost",
    "'', 127.0.0.1, '', 127.0.0.1",
    "'', 10.9.9.9, '', 10.9.9.9",
    "'', 10.9.9.9, '" + FAR + "', 10.9.9.9",
    "'', 0.0.0.0, '" + FAR + "', 10.0.0.1",
    "'', '::', '" + FAR + "', 10.0.0.1",
    "'', 127.0.0.1, '" + FAR + "', 10.0.0.1",
    "'', 127.0.0.1, '" + NEAR + "', 127.0.0.1",
    "10.0.0.7, 127.0.0.1, '" + NEAR + "', 10.0.0.7",
  })
  void hostIsTheFirstByWhichOthersReachThisNode(
      String advertise, String http, String peers, String host) throws Exception {
    assertThat(of(advertise, http, peers).host()).isEqualTo(host);
  }

  @Test
  void nodeOnItsOwnThatListensEverywhereHasAnAddressOfThisMachine() throws Exception {
    var host = InetAddress.getByName(of("", "0.0.0.0", "").host());

    assertThat(host.isAnyLocalAddress()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "::",
        "224.0.0.1",
        "10.0.0.1:8080",
        "http://a/",
        "a.invalid",
        "999.1.1.1"
      })
  void hostThatIsNoneOfAMachineIsRefused(String advertise) {
    assertThatThrownBy(() -> of(advertise, "0.0.0.0", FAR))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("node.advertise")
        .hasMessageContaining(advertise);
  }

  @Test
  void loopbackIsRefusedWhereOthersAreElsewhere() {
    assertThatThrownBy(() -> of("127.0.0.1", "0.0.0.0", FAR))
        .hasMessageContaining("n2=10.0.0.2:7070 cannot reach it");
    assertThatThrownBy(() -> of("", "0.0.0.0", "n1=127.0.0.1:7070,n2=10.0.0.2:7070"))
        .hasMessageContaining("chosen as none is set");
  }

  @Test
  void pageIsAtTheHostAndThePortOfHttp() throws Exception {
    assertThat(of("::1", "0.0.0.0", "").page(8080)).hasToString("http://[::1]:8080/");
    assertThat(of("10.1.1.1", "0.0.0.0", "").page(81)).hasToString("http://10.1.1.1:81/");
  }
}
