package lotwatch.cli;

import static lotwatch.cli.Shell.type;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import lotwatch.node.Node;
import lotwatch.node.SitePlan;
import lotwatch.node.config.ConfigFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lotwatch apply} and {@code check-config --against}, beside a running node. */
final class ApplyTest {
  private static final String HEAD = "http: {port: 0}\nsim: {cameras: false}\n";

  @TempDir Path temp = Path.of("set by JUnit");

  private @Nullable Node started;

  @BeforeEach
  void start() throws Exception {
    var file = file("before.yml", "lots: [{id: deck, capacity: 2, occupied: 0}]\n");
    var config = ConfigFile.read(Path.of(file), Map.of()).withData(temp.resolve("data"));
    started = Node.start(config, SitePlan.of(config), _ -> {});
  }

  @AfterEach
  void stop() {
    node().close();
  }

  private Node node() {
    return Objects.requireNonNull(started);
  }

  private String url() {
    return node().uri().toString();
  }

  private String file(String name, String yaml) throws IOException {
    return Files.writeString(temp.resolve(name), HEAD + yaml).toString();
  }

  @Test
  void differenceIsShownAndAppliedWhenTold() throws Exception {
    var file = file("next.yml", "lots: [{id: deck, capacity: 3}, {id: roof, capacity: 9}]\n");

    var unsure = type("apply", file, "--url", url());
    assertThat(unsure.exit()).isEqualTo(Exit.USAGE);
    assertThat(unsure.out()).contains("+ lot roof: 'roof', capacity 9", "capacity 3, was 2");
    assertThat(unsure.err()).contains("--yes");
    assertThat(node().view().configuration().number()).isEqualTo(1);

    var said = type("apply", file, "--yes", "--url", url());
    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(said.out()).contains("revision 2 is in force");
    assertThat(node().view().lots()).hasSize(2);

    assertThat(type("apply", file, "--yes", "--url", url()).out())
        .contains("the same as revision 2");
  }

  @Test
  void reservationsEndOnlyWhenTold() throws Exception {
    assertThat(type("reserve", "deck", "B-LW 1", "--url", url()).exit()).isZero();
    var file = file("other.yml", "lots: [{id: other, capacity: 3}]\n");

    var refused = type("apply", file, "--yes", "--url", url());
    assertThat(refused.exit()).isEqualTo(Exit.REFUSED);
    assertThat(refused.err())
        .contains("lot deck would close with 1 reservations", "--close-reserved");

    assertThat(type("apply", file, "--yes", "--close-reserved", "--url", url()).exit()).isZero();
    assertThat(node().view().lots()).hasSize(1);
  }

  @Test
  void checkAgainstSaysByItsExitCodeWhetherAFileDiffers() throws Exception {
    var same = type("check-config", "--against", url(), temp.resolve("before.yml").toString());
    assertThat(same.exit()).as(same.err()).isZero();
    assertThat(same.out()).contains("the same as revision 1");

    var file = file("other.yml", "lots: [{id: other, capacity: 3}]\n");
    var differs = type("check-config", "--against", url(), file);
    assertThat(differs.exit()).isEqualTo(Exit.REFUSED);
    assertThat(differs.out()).contains("- lot deck", "+ lot other");
    assertThat(node().view().configuration().number()).isEqualTo(1);
  }
}
