package lotwatch.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneOffset;
import lotwatch.ledger.Versions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderTest {
  @TempDir Path temp = Path.of("set by JUnit");

  @Test
  void nobodyElseReadsTheFolderOrWhatItHeldWhenItWasOpened() throws Exception {
    assumeTrue(Files.getFileStore(temp).supportsFileAttributeView("posix"), "no POSIX rights");
    var data = Files.createDirectory(temp.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    var settings = Settings.single(100_000, 50_000, 0);

    for (int start = 0; start < 2; start++) {
      try (var folder = DataFolder.open(data);
          var replica = Replica.open(folder, settings, Clock.tickMillis(ZoneOffset.UTC))) {
        assertThat(replica.leading()).isTrue();
        assertThat(rights(data)).isEqualTo("rwx------");
      }
    }

    try (var _ = DataFolder.open(data);
        var inside = Files.walk(data)) {
      assertThat(inside).allMatch(path -> rights(path).endsWith("------"));
    }
  }

  @Test
  void folderWhoseRaftFolderIsGoneDoesNotBeginWithNothing() throws Exception {
    var settings = Settings.single(100_000, 50_000, 0);
    try (var folder = DataFolder.open(temp);
        var replica = Replica.open(folder, settings, Clock.tickMillis(ZoneOffset.UTC))) {
      Members.await("a raised version", () -> replica.version() == Versions.NEWEST);
    }
    Files.move(temp.resolve("raft"), temp.resolve("moved"));

    assertThatThrownBy(() -> DataFolder.open(temp)).hasMessageContaining("raft folder");

    Files.move(temp.resolve("moved"), temp.resolve("raft"));
    DataFolder.open(temp).close();
  }

  private static String rights(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
