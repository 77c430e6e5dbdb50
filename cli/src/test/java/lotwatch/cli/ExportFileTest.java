package lotwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExportFileTest {
  @TempDir Path temp = Path.of("set by JUnit");

  @Test
  void incompleteLastLineIsCutOff() throws Exception {
    var path = Files.writeString(temp.resolve("out"), "one\n" + "2".repeat(9_000) + "\nthr");

    try (var file = ExportFile.open(path)) {
      assertThat(file.lastLine()).isEqualTo("2".repeat(9_000));
      file.add("three");
      file.sync();
      assertThat(file.lastLine()).isEqualTo("three");
    }
    assertThat(Files.readString(path)).isEqualTo("one\n" + "2".repeat(9_000) + "\nthree\n");
  }

  @Test
  void newFileHasNoLastLine() throws Exception {
    try (var file = ExportFile.open(temp.resolve("out"))) {
      assertThat(file.lastLine()).isEmpty();
    }
  }

  @Test
  void onlySyncedLinesAreInTheFile() throws Exception {
    var path = temp.resolve("out");
    try (var file = ExportFile.open(path)) {
      file.add("one");
      file.sync();
      file.add("two");
      file.forget();
      file.add("three");
      file.sync();
    }
    assertThat(Files.readString(path)).isEqualTo("one\nthree\n");
  }

  @Test
  void fileHasOneExporterAtATime() throws Exception {
    try (var _ = ExportFile.open(temp.resolve("out"))) {
      assertThatThrownBy(() -> ExportFile.open(temp.resolve("out")))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("another exporter writes to");
    }
  }
}
