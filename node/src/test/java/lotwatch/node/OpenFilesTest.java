package lotwatch.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import lotwatch.node.config.ConfigFile;
import org.junit.jupiter.api.Test;

final class OpenFilesTest {
  @Test
  void moreConnectionsThanFilesAreSaidSo() {
    assertThat(OpenFiles.shortage(20_000, 19_501))
        .hasValueSatisfying(why -> assertThat(why).contains("ulimit -n to 20001"));
  }

  @Test
  void asManyAsFitAreNot() {
    assertThat(OpenFiles.shortage(20_000, 19_500)).isEmpty();
  }

  @Test
  void limitsThatNobodyChoseAreNoMoreThanMayBeOpen() throws Exception {
    var servers = ConfigFile.defaults(Map.of()).servers();

    var fitted = OpenFiles.fitted(servers, 1_024);

    assertThat(OpenFiles.shortage(fitted)).isEmpty();
    assertThat(fitted.http().limits().connections().max()).isBetween(16, 400);
    assertThat(fitted.finder().limits().connectionsMax()).isBetween(16, 100);
    assertThat(OpenFiles.fitted(servers, 100_000)).isEqualTo(servers);
    var chosen = ConfigFile.defaults(Map.of("LOTWATCH_HTTP_CONNECTIONS_MAX", "15000")).servers();
    assertThat(OpenFiles.fitted(chosen, 1_024)).isEqualTo(chosen);
  }
}
