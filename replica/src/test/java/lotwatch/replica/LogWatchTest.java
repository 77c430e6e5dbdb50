package lotwatch.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.UnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogWatchTest {
  private static final LotCommand COUNT = new LotCommand.Count(new LotId("lot1"), 1);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path temp = Path.of("set by JUnit");

  private Path log;
  private DataFolder folder;
  private Replica replica;

  @BeforeEach
  void open() throws Exception {
    folder = DataFolder.open(temp.resolve("data"));
    replica = Replica.open(folder, Load.settings(), InstantSource.system());
    Load.openLots(replica);
    log = folder.path().resolve("raft/log");
  }

  @AfterEach
  void close() throws Exception {
    replica.close();
    folder.close();
  }

  private List<Path> files(Predicate<String> named) throws IOException {
    try (var files = Files.list(log)) {
      return files.filter(file -> named.test(file.getFileName().toString())).toList();
    }
  }

  private void remove(Predicate<String> named) throws IOException {
    for (var file : files(named)) {
      Files.delete(file);
    }
  }

  /** Counts until that is refused; what is on its way meanwhile is told something else. */
  private UnavailableException refusal() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (isTaken()) {
      assertThat(System.nanoTime()).as("it acknowledges on").isLessThan(deadline);
      LockSupport.parkNanos(10_000_000);
    }
    return catchThrowableOfType(UnavailableException.class, () -> replica.submit(COUNT, null));
  }

  private boolean isTaken() {
    try {
      return replica.submit(COUNT, null).equals(new Outcome.Accepted());
    } catch (UnavailableException e) {
      return false;
    }
  }

  @Test
  void removedLogStopsAllAcknowledgements() throws Exception {
    remove(_ -> true);

    assertThat(refusal()).hasMessageContaining("the files of " + log + " were removed or replaced");
    assertThat(replica.broken()).contains("bring the folder back");
    assertThat(replica.leading()).isFalse();
    assertThat(replica.view().lot(new LotId("lot1"))).isNotNull();
  }

  @Test
  void removedLogIsRefusedAtTheNextStart() throws Exception {
    remove(_ -> true);
    refusal();
    close();

    folder = DataFolder.open(temp.resolve("data"));
    assertThatThrownBy(() -> Replica.open(folder, Load.settings(), InstantSource.system()))
        .hasMessageContaining("were acknowledged");
  }

  @Test
  void logWithoutTheFilesThatAreWrittenStops() throws Exception {
    remove(name -> name.endsWith(".log"));

    assertThat(refusal()).hasMessageContaining("removed or replaced");
  }

  @Test
  void copyInPlaceOfTheLogStops() throws Exception {
    for (var file : files(_ -> true)) {
      var copy = Files.copy(file, temp.resolve(file.getFileName()));
      Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
    }

    assertThat(refusal()).hasMessageContaining("removed or replaced");
  }

  /** Looks as often as a watch does until it is sure. */
  private static boolean isGone(LogWatch watch) {
    boolean atOnce = watch.isGone();
    return watch.isGone() || atOnce;
  }

  @Test
  void logThatMakesItsFilesAnewGoesOn() throws Exception {
    var files = Files.createDirectory(temp.resolve("files"));
    var turns = new AtomicInteger();
    var watch = new LogWatch(files, turns::get);
    Files.createFile(files.resolve("CURRENT"));
    Files.createFile(files.resolve("000010.log"));
    assertThat(isGone(watch)).isFalse();

    turns.incrementAndGet();
    Files.delete(files.resolve("000010.log"));
    Files.delete(files.resolve("CURRENT"));
    assertThat(isGone(watch)).isFalse();
    Files.createFile(files.resolve("CURRENT"));
    Files.createFile(files.resolve("000004.log"));
    turns.incrementAndGet();
    assertThat(isGone(watch)).isFalse();
    Files.move(files.resolve("000004.log"), files.resolve("000003.log"));
    assertThat(isGone(watch)).isTrue();
  }

  @Test
  void logThatIsThereGoesOn() throws Exception {
    Files.createFile(log.resolve("notes.txt"));
    long until = System.nanoTime() + 4 * LogWatch.LOOK_EVERY.toNanos();
    while (System.nanoTime() < until) {
      assertThat(replica.submit(COUNT, null)).isEqualTo(new Outcome.Accepted());
    }

    assertThat(replica.broken()).isNull();
  }
}
