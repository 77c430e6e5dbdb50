package lotwatch.replica;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.Status.Code;
import org.rocksdb.Status.SubCode;
import org.rocksdb.StringAppendOperator;

final class ObstacleTest {
  private static final Path LOG = Path.of("raft/log");

  @TempDir Path temp = Path.of("set by JUnit");

  @BeforeEach
  void write() throws Exception {
    try (var folder = DataFolder.open(temp);
        var replica = Replica.open(folder, Load.settings(), InstantSource.system())) {
      Load.openLots(replica);
    }
  }

  private static RocksDBException failure(Code code, SubCode subCode, String words) {
    return new RocksDBException(words, new Status(code, subCode, words));
  }

  @ParameterizedTest
  @CsvSource({
    "NoSpace, While appending to file: a: Kein Platz, free some space",
    "None, While appending to file: a: No space left on device, free some space",
    "None, While appending to file: a: Disk quota exceeded, free some space",
    "None, While lock file: raft/log/LOCK: Resource temporarily unavailable, Another process",
    "None, 'lock hold by current process, acquire time 1 acquiring thread 2', Another process",
    "None, While open a file for lock: raft/log/LOCK: Permission denied, read and write",
    "None, While renaming a file to b: a: Read-only file system, mount it",
    "Undefined, While open a file for appending: a: Too many open files, more open files",
    "None, While pread offset 0 len 5: a: Input/output error, disk or the system"
  })
  void whatIsWrongBesideTheFilesIsNoDamage(SubCode subCode, String words, String advice) {
    assertThat(Obstacle.told(LOG, failure(Code.IOError, subCode, words)).orElseThrow())
        .startsWith("raft/log cannot be opened: " + words + ". ")
        .contains(advice)
        .doesNotContain("damaged", "move it away", "Restore");
  }

  @Test
  void whatIsWrongInTheFilesOrMissingIsDamage() {
    assertThat(Obstacle.told(LOG, failure(Code.Corruption, SubCode.None, "bad block"))).isEmpty();
    assertThat(
            Obstacle.told(
                LOG, failure(Code.IOError, SubCode.Undefined, "a: No such file or directory")))
        .isEmpty();
  }

  @Test
  void failuresOfFilesAreToldWithWhatToDo() {
    assertThat(Obstacle.told(LOG, new IOException("No space left on device")))
        .endsWith("The disk is full: free some space and start again.");
    assertThat(Obstacle.told(LOG, new AccessDeniedException("raft/meta")))
        .endsWith("read and write it.");
  }

  @Test
  void logThatIsOpenElsewhereIsNoDamage() throws Exception {
    try (var options = new DBOptions();
        var family = new ColumnFamilyOptions().setMergeOperator(new StringAppendOperator())) {
      family.useFixedLengthPrefixExtractor(8);
      var families =
          List.of(
              new ColumnFamilyDescriptor("Configuration".getBytes(US_ASCII), family),
              new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, family));
      var handles = new ArrayList<ColumnFamilyHandle>();
      try (var _ = RocksDB.open(options, temp.resolve("raft/log").toString(), families, handles)) {
        assertThatThrownBy(() -> Load.reserved(temp))
            .isInstanceOf(ReplicaException.class)
            .hasMessageContaining("Another process has it open")
            .hasMessageContaining("Nothing was changed")
            .hasMessageNotContainingAny("damaged", "move it away");
        handles.forEach(ColumnFamilyHandle::close);
      }
    }
    assertThat(Load.reserved(temp)).isEmpty();
  }

  @Test
  void voteThatCannotBeReadIsNoDamage() throws Exception {
    var file = temp.resolve("raft/meta/raft_meta");
    var aside = Files.move(file, temp.resolve("aside"));
    Files.createSymbolicLink(file, file);

    assertThatThrownBy(() -> Load.reserved(temp))
        .isInstanceOf(ReplicaException.class)
        .hasMessageContaining(file.toString())
        .hasMessageNotContainingAny("damaged", "missing", "restored");
    Files.delete(file);
    Files.move(aside, file);
    assertThat(Load.reserved(temp)).isEmpty();
  }
}
