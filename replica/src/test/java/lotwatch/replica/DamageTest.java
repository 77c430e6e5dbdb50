package lotwatch.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DamageTest {
  @TempDir Path temp = Path.of("set by JUnit");

  private final Set<String> acked = ConcurrentHashMap.newKeySet();
  private final Random random = new Random(Commands.seed());

  @BeforeEach
  void write() throws Exception {
    write(Load.settings());
  }

  private void write(ReplicaSettings settings) throws Exception {
    try (var folder = DataFolder.open(temp);
        var replica = Replica.open(folder, settings, InstantSource.system())) {
      Load.openLots(replica);
      Load.reserve(replica, "0", 20, acked::add);
    }
  }

  private Path newestLog() throws IOException {
    try (var files = Files.list(temp.resolve("raft/log"))) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .max(Comparator.comparing(Path::toString))
          .orElseThrow();
    }
  }

  private byte[] noise(int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }

  private void refusedUntilMended(Path file, byte[] damaged, String told) throws Exception {
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, damaged);

    assertThatThrownBy(() -> Load.reserved(temp))
        .isInstanceOf(ReplicaException.class)
        .hasMessageContaining(told)
        .hasMessageContaining("Nothing was changed");
    Files.write(file, whole);
    assertThat(Load.reserved(temp)).containsAll(acked);
  }

  @Test
  void noiseBehindTheLogIsDropped() throws Exception {
    Files.write(newestLog(), noise(300), StandardOpenOption.APPEND);

    assertThat(Load.reserved(temp)).isEqualTo(acked);
  }

  @Test
  void recordCutShortBehindTheLogIsDropped() throws Exception {
    byte[] log = Files.readAllBytes(newestLog());
    Files.write(newestLog(), Arrays.copyOf(log, 50), StandardOpenOption.APPEND);

    assertThat(Load.reserved(temp)).isEqualTo(acked);
  }

  @Test
  void zerosBehindTheLogAreDropped() throws Exception {
    Files.write(newestLog(), new byte[5_000], StandardOpenOption.APPEND);

    assertThat(Load.reserved(temp)).isEqualTo(acked);
  }

  @Test
  void logThatLostItsEndIsRefused() throws Exception {
    byte[] log = Files.readAllBytes(newestLog());

    refusedUntilMended(newestLog(), Arrays.copyOf(log, log.length - 10), "were acknowledged");
  }

  @Test
  void flippedByteInTheLogIsRefused() throws Exception {
    byte[] log = Files.readAllBytes(newestLog());
    int at = random.nextInt(log.length);
    log[at] ^= 0x10;

    refusedUntilMended(newestLog(), log, "raft/log");
  }

  @Test
  void missingLogIsRefused() throws Exception {
    var log = newestLog();
    var aside = temp.resolve("aside");
    Files.move(log, aside);

    assertThatThrownBy(() -> Load.reserved(temp)).isInstanceOf(ReplicaException.class);
    Files.move(aside, log);
    assertThat(Load.reserved(temp)).containsAll(acked);
  }

  @Test
  void damagedSnapshotIsRefused() throws Exception {
    write(Settings.single(200, 1_000_000, 0));
    Path file;
    try (var files = Files.walk(temp.resolve("raft/snapshot"))) {
      file = files.filter(f -> f.endsWith(SnapshotFile.NAME)).findFirst().orElseThrow();
    }
    byte[] snapshot = Files.readAllBytes(file);
    snapshot[random.nextInt(snapshot.length)] ^= 0x10;

    refusedUntilMended(file, snapshot, file.toString());
  }

  @Test
  void damagedVoteIsRefused() throws Exception {
    refusedInEveryForm(temp.resolve("raft/meta/raft_meta"));
  }

  @Test
  void damagedListOfASnapshotIsRefused() throws Exception {
    write(Settings.single(200, 1_000_000, 0));
    try (var files = Files.walk(temp.resolve("raft/snapshot"))) {
      refusedInEveryForm(
          files.filter(f -> f.endsWith("__raft_snapshot_meta")).findFirst().orElseThrow());
    }
  }

  /** An older copy of the file has the vote of an older term. */
  @Test
  void voteThatIsOlderThanTheLogIsRefused() throws Exception {
    var file = temp.resolve("raft/meta/raft_meta");
    byte[] before = Files.readAllBytes(file);
    write(Load.settings());

    refusedUntilMended(file, before, "how this node voted since is lost");
  }

  private void refusedInEveryForm(Path file) throws Exception {
    byte[] whole = Files.readAllBytes(file);
    refusedUntilMended(file, new byte[0], file.toString());
    refusedUntilMended(file, Arrays.copyOf(whole, whole.length - 3), file.toString());
    refusedUntilMended(file, new byte[whole.length], file.toString());
    refusedUntilMended(file, noise(whole.length), file.toString());
    var aside = temp.resolve("aside");
    Files.move(file, aside);

    assertThatThrownBy(() -> Load.reserved(temp))
        .isInstanceOf(ReplicaException.class)
        .hasMessageContaining(file + " is missing")
        .hasMessageContaining("node replace");
    Files.move(aside, file);
    assertThat(Load.reserved(temp)).containsAll(acked);
  }
}
