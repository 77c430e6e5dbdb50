package lotwatch.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import lotwatch.ledger.Command;
import lotwatch.ledger.Event;
import lotwatch.ledger.EventLog.GapException;
import lotwatch.ledger.LotChange;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Plate;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.View;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplicaTest {
  private static final LotId LOT = new LotId("lot0");

  @TempDir Path temp = Path.of("set by JUnit");

  private final SteppedClock clock = new SteppedClock();
  private DataFolder folder;
  private Replica replica;

  /** A clock that the test moves. */
  private static final class SteppedClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-01-01T08:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    void advance(Duration by) {
      now = now.plus(by);
    }
  }

  /** What a reader can see. */
  private record Seen(List<View.LotView> lots, List<View.CameraView> cameras, List<Event> events) {}

  @BeforeEach
  void open() throws Exception {
    open(settings(50_000, 50_000));
  }

  private void open(ReplicaSettings settings) throws Exception {
    folder = DataFolder.open(temp);
    try {
      replica = Replica.open(folder, settings, clock);
    } catch (ReplicaException e) {
      folder.close();
      throw e;
    }
  }

  @AfterEach
  void close() throws Exception {
    replica.close();
    folder.close();
  }

  private static ReplicaSettings settings(int snapshotEntries, int eventsMax) {
    var sane = ReplicaSettings.single("n1");
    return sane.with(new ReplicaSettings.Snapshots(snapshotEntries, sane.snapshotEvery()))
        .with(new ReplicaSettings.Storage(eventsMax, 0, ReplicaSettings.EVENTS_DISK_MAX));
  }

  private Seen seen() throws Exception {
    var view = replica.view();
    return new Seen(
        List.copyOf(view.lots()),
        List.copyOf(view.cameras()),
        replica.after(0, Integer.MAX_VALUE, 0));
  }

  private void submit(List<Command> commands) throws Exception {
    for (var command : commands) {
      clock.advance(Duration.ofMillis(700));
      replica.submit(command, null);
    }
  }

  @Test
  void restartGivesTheSameStateAndEvents() throws Exception {
    submit(Commands.random(new Random(Commands.seed()), 500));
    var before = seen();

    close();
    open();
    assertThat(seen()).isEqualTo(before);
    assertThat(before.events()).hasSizeGreaterThan(20);
  }

  @Test
  void restartFromSnapshotAndLogGivesTheSameStateAndEvents() throws Exception {
    close();
    open(settings(150, 50_000));
    submit(Commands.random(new Random(Commands.seed()), 500));
    var before = seen();

    close();
    assertThat(SnapshotFile.newestIndex(temp.resolve("raft/snapshot"))).isPositive();
    open();
    assertThat(seen()).isEqualTo(before);
  }

  @Test
  void retryAfterRestartHasNoSecondEffect() throws Exception {
    submit(Commands.opening());
    var request = new RequestId("r1");
    var held = replica.submit(new LotCommand.Reserve(LOT, new Plate("B-LW 1")), request);
    var before = replica.view().lot(LOT);

    close();
    open();
    assertThat(replica.submit(new LotCommand.Reserve(LOT, new Plate("B-LW 1")), request))
        .isEqualTo(held)
        .isInstanceOf(Outcome.Held.class);
    assertThat(replica.view().lot(LOT)).isEqualTo(before);
  }

  @Test
  void reservationExpiresWithoutAnybodyAsking() throws Exception {
    submit(Commands.opening());
    replica.submit(new LotCommand.Reserve(LOT, new Plate("B-LW 1")), null);
    long reserved = replica.view().sequence();

    clock.advance(Duration.ofSeconds(301));
    var events = new ArrayList<Event>();
    while (events.stream().noneMatch(e -> e.change() instanceof LotChange.Expired)) {
      var more = replica.after(reserved + events.size(), 10, 30_000);
      assertThat(more).isNotEmpty();
      events.addAll(more);
    }
  }

  @Test
  void readerOfForgottenOrFutureEventsIsToldSo() throws Exception {
    close();
    open(settings(50_000, 10));
    submit(Commands.opening());
    for (int i = 0; i < 20; i++) {
      replica.submit(new LotCommand.Count(LOT, 1), null);
    }
    long last = replica.view().sequence();

    assertThat(replica.after(last - 10, 100, 0)).hasSize(10);
    assertThatThrownBy(() -> replica.after(last - 11, 100, 0)).isInstanceOf(GapException.class);
    assertThatThrownBy(() -> replica.after(last + 1, 100, 0)).isInstanceOf(GapException.class);
  }

  @Test
  void secondProcessOfTheFolderIsToldWhoHoldsIt() throws Exception {
    folder.say("http://127.0.0.1:8080/");

    assertThatThrownBy(() -> DataFolder.open(temp))
        .isInstanceOf(ReplicaException.class)
        .hasMessageContaining("process " + ProcessHandle.current().pid() + " since ")
        .hasMessageContaining("http://127.0.0.1:8080/");
  }

  @Test
  void folderOfAnotherVersionIsRefused() throws Exception {
    close();
    Files.writeString(temp.resolve("version"), "lotwatch 99\n");

    assertThatThrownBy(() -> DataFolder.open(temp)).hasMessageContaining("lotwatch 99");
    Files.writeString(temp.resolve("version"), "lotwatch 1\n");
    open();
  }

  @Test
  void clusterOfOneMayChangeItsAddressButNotItsName() throws Exception {
    submit(Commands.opening());
    var before = seen();
    close();

    assertThatThrownBy(() -> open(ReplicaSettings.single("n2"))).hasMessageContaining("n1");
    open(ReplicaSettings.of("n1", List.of(Peer.of("n1@127.0.0.1:9999"))));
    assertThat(seen()).isEqualTo(before);
    assertThat(replica.submit(new LotCommand.Count(LOT, 1), null))
        .isEqualTo(new Outcome.Accepted());
  }
}
