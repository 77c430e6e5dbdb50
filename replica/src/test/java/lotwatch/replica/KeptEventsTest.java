package lotwatch.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import lotwatch.ledger.Event;
import lotwatch.ledger.EventLog.GapException;
import lotwatch.ledger.PositionState;
import lotwatch.ledger.ReportChange.SpacesReported;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeptEventsTest {
  private static final int IN_MEMORY = 10;
  private static final long DISK_MAX = 64_000;

  @TempDir Path temp = Path.of("set by JUnit");

  private final List<PositionState> positions = new ArrayList<>();

  private KeptEvents kept(Path folder) {
    return new KeptEvents(
        new EventRing(IN_MEMORY), new EventStore(folder, DISK_MAX), () -> positions);
  }

  private static Event event(long sequence) {
    return new Event(
        sequence,
        Instant.parse("2026-01-01T08:00:00Z"),
        new SpacesReported("cam" + sequence, "x".repeat(50), 3));
  }

  private static void happen(KeptEvents kept, long from, long to) {
    for (long sequence = from; sequence <= to; sequence++) {
      kept.append(event(sequence));
      if (sequence % 3 == 0) {
        kept.finish();
      }
    }
    kept.finish();
  }

  private static List<Long> read(KeptEvents kept, long after, long newest) throws Exception {
    var sequences = new ArrayList<Long>();
    while (after < newest) {
      for (var event : kept.after(after, newest, 7, 0)) {
        assertThat(event).isEqualTo(event(event.sequence()));
        sequences.add(event.sequence());
        after = event.sequence();
      }
    }
    return sequences;
  }

  private static List<Long> all(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  private void position(KeptEvents kept, long sequence) {
    positions.clear();
    positions.add(new PositionState("bills", sequence, Instant.EPOCH, null, null));
    kept.keepAfter(OptionalLong.of(sequence));
  }

  private static long files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.count();
    }
  }

  @Test
  void withoutAConsumerNothingIsOnDisk() {
    var kept = kept(temp.resolve("events"));
    happen(kept, 1, 100);

    assertThat(temp.resolve("events")).doesNotExist();
    assertThat(kept.oldest()).isEqualTo(91);
    assertThatThrownBy(() -> kept.after(50, 100, 7, 0)).isInstanceOf(GapException.class);
  }

  @Test
  void consumerReadsEverythingAfterItsPosition() throws Exception {
    try (var kept = kept(temp)) {
      happen(kept, 1, 20);
      position(kept, 14);
      happen(kept, 21, 300);

      assertThat(kept.oldest()).isEqualTo(15);
      assertThat(read(kept, 14, 300)).isEqualTo(all(15, 300));
      assertThat(read(kept, 200, 300)).isEqualTo(all(201, 300));
    }
  }

  @Test
  void earlierPositionIsServedAsFarAsTheMemoryReaches() throws Exception {
    try (var kept = kept(temp)) {
      happen(kept, 1, 20);
      position(kept, 18);
      happen(kept, 21, 22);
      position(kept, 13);
      happen(kept, 23, 100);

      assertThat(read(kept, 13, 100)).isEqualTo(all(14, 100));
    }
  }

  @Test
  void acknowledgedEventsLeaveTheDisk() throws Exception {
    try (var kept = kept(temp)) {
      position(kept, 0);
      happen(kept, 1, 500);
      long before = kept.diskBytes();
      position(kept, 500);

      assertThat(before).isGreaterThan(20_000);
      assertThat(kept.diskBytes()).isLessThan(10_000);
      kept.keepAfter(OptionalLong.empty());
      assertThat(files(temp)).isZero();
    }
  }

  @Test
  void consumerThatIsTooSlowLosesTheOldestAndIsCounted() throws Exception {
    try (var kept = kept(temp)) {
      position(kept, 0);
      happen(kept, 1, 5_000);

      assertThat(kept.diskBytes()).isLessThanOrEqualTo(DISK_MAX);
      assertThat(kept.lostConsumers()).isEqualTo(1);
      long oldest = kept.oldest();
      assertThatThrownBy(() -> kept.after(0, 5_000, 7, 0))
          .isInstanceOf(GapException.class)
          .hasMessage(
              "%d events after 0 are no longer kept, the oldest is %d"
                  .formatted(oldest - 1, oldest));
      assertThat(read(kept, oldest - 1, 5_000)).isEqualTo(all(oldest, 5_000));
      position(kept, oldest);
      assertThat(kept.lostConsumers()).isZero();
    }
  }

  @Test
  void snapshotBringsTheEventsAlong() throws Exception {
    var snapshot = Files.createDirectory(temp.resolve("snapshot"));
    List<Event> newest;
    try (var kept = kept(temp.resolve("a"))) {
      position(kept, 3);
      happen(kept, 1, 400);
      EventStore.sync(kept.link(snapshot));
      newest = kept.newest();
      happen(kept, 401, 450);
    }

    try (var kept = kept(temp.resolve("b"))) {
      kept.reset(newest, 400, OptionalLong.of(3), snapshot);
      happen(kept, 401, 430);

      assertThat(read(kept, 3, 430)).isEqualTo(all(4, 430));
    }
    try (var again = kept(temp.resolve("a"))) {
      again.reset(newest, 400, OptionalLong.of(3), snapshot);
      happen(again, 401, 500);

      assertThat(read(again, 3, 500)).isEqualTo(all(4, 500));
    }
  }

  @Test
  void whatIsBehindDamageComesFromMemoryOrIsMissed() throws Exception {
    var snapshot = Files.createDirectory(temp.resolve("snapshot"));
    List<Event> newest;
    List<Path> links;
    try (var kept = kept(temp.resolve("a"))) {
      position(kept, 0);
      happen(kept, 1, 400);
      links = kept.link(snapshot);
      newest = kept.newest();
    }
    try (var channel = FileChannel.open(links.getLast(), StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 5);
    }

    try (var kept = kept(temp.resolve("b"))) {
      kept.reset(newest, 400, OptionalLong.of(0), snapshot);
      happen(kept, 401, 450);

      assertThat(read(kept, 0, 450)).isEqualTo(all(1, 450));
    }
    try (var channel = FileChannel.open(links.getLast(), StandardOpenOption.WRITE)) {
      channel.truncate(20);
    }
    try (var kept = kept(temp.resolve("c"))) {
      kept.reset(newest, 400, OptionalLong.of(0), snapshot);

      assertThat(kept.oldest()).isEqualTo(391);
      assertThat(kept.lostConsumers()).isEqualTo(1);
    }
  }

  @Test
  void oneThatLostEventsCostsTheOthersNoneAfterARestart() throws Exception {
    var snapshot = Files.createDirectory(temp.resolve("snapshot"));
    List<Event> newest;
    long oldest;
    try (var kept = kept(temp.resolve("a"))) {
      position(kept, 0);
      happen(kept, 1, 5_000);
      oldest = kept.oldest();
      kept.link(snapshot);
      newest = kept.newest();
    }

    try (var kept = kept(temp.resolve("b"))) {
      kept.reset(newest, 5_000, OptionalLong.of(0), snapshot);

      assertThat(kept.oldest()).isEqualTo(oldest).isLessThan(4_990);
      assertThat(read(kept, oldest - 1, 5_000)).isEqualTo(all(oldest, 5_000));
    }
  }

  @Test
  void readersWaitWhileEventsAreReplaced() throws Exception {
    var snapshot = Files.createDirectory(temp.resolve("snapshot"));
    try (var kept = kept(temp.resolve("a"));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      position(kept, 3);
      happen(kept, 1, 400);
      kept.link(snapshot);
      var newest = kept.newest();
      var replaced = new AtomicBoolean();
      var reader =
          threads.submit(() -> {
            while (!replaced.get()) {
              assertThat(read(kept, 3, 400)).isEqualTo(all(4, 400));
            }
            return true;
          });
      for (int n = 0; n < 200; n++) {
        kept.reset(newest, 400, OptionalLong.of(3), snapshot);
      }
      replaced.set(true);

      assertThat(reader.get()).isTrue();
    }
  }

  @Test
  void diskThatFailsStopsNobodyAndIsUsedAgain() throws Exception {
    var folder = temp.resolve("events");
    try (var kept = kept(folder)) {
      Files.writeString(folder, "in the way");
      position(kept, 0);
      happen(kept, 1, 5);
      assertThat(kept.degraded()).isTrue();
      assertThat(read(kept, 0, 5)).isEqualTo(all(1, 5));

      Files.delete(folder);
      Members.await(
          "the disk to be used again",
          () -> {
            kept.finish();
            return !kept.degraded();
          });
      happen(kept, 6, 60);
      assertThat(read(kept, 0, 60)).isEqualTo(all(1, 60));
    }
  }
}
