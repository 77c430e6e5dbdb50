package lotwatch.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import lotwatch.ledger.Event;
import lotwatch.ledger.PositionCommand.AcknowledgePosition;
import lotwatch.ledger.PositionCommand.OpenPosition;
import lotwatch.ledger.Versions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A voter that gets another one's snapshot serves consumers as that one does. The memory holds few
 * events here, so that most come from the files that came with the snapshot.
 */
final class EventsOverTheWireTest {
  private static final int IN_MEMORY = 100;
  private static final long POSITION = 50;
  private static final int LOADS_MAX = 100;

  @TempDir Path temp = Path.of("set by JUnit");

  private Members members() throws Exception {
    var members = new Members(temp, 3, 1_000, IN_MEMORY);
    members.start("n1", "n2", "n3");
    var first = members.get(members.leader());
    Members.await("the raise", () -> first.version() == Versions.NEWEST);
    first.submit(new OpenPosition("bills", 0L), null);
    Load.openLots(members.get("n1"));
    first.submit(new AcknowledgePosition("bills", POSITION), null);
    return members;
  }

  private static List<Event> read(Replica replica) throws Exception {
    var events = new ArrayList<Event>();
    long newest = replica.view().sequence();
    for (long after = POSITION; after < newest; after = events.getLast().sequence()) {
      events.addAll(replica.after(after, 64, 0));
    }
    return events;
  }

  private static void servesAll(Members members, String name) throws Exception {
    members.awaitAgreement();
    var other = members.get(members.leader().equals(name) ? members.follower() : members.leader());
    var events = read(members.get(name));

    assertThat(events.stream().map(Event::sequence).toList())
        .isEqualTo(LongStream.rangeClosed(POSITION + 1, other.view().sequence()).boxed().toList());
    assertThat(events).hasSizeGreaterThan(1_000).isEqualTo(read(other));
    assertThat(members.get(name).oldest()).isLessThanOrEqualTo(POSITION + 1);
  }

  /** Some snapshots later the log that it would go on from is cut. */
  private void miss(Members members, String gone, String round) {
    for (int snapshot = 0; snapshot < 3; snapshot++) {
      long before = snapshot(gone);
      for (int n = 0; snapshot(gone) <= before; n++) {
        assertThat(n).as("loads without a snapshot").isLessThan(LOADS_MAX);
        Load.reserve(members.get(members.leader()), round + snapshot + "-" + n + "-", 20, _ -> {});
      }
    }
  }

  /** The oldest of the newest snapshots of the others. */
  private long snapshot(String gone) {
    return Stream.of("n1", "n2", "n3")
        .filter(name -> !name.equals(gone))
        .mapToLong(this::newest)
        .min()
        .orElseThrow();
  }

  private long newest(String name) {
    try {
      return SnapshotFile.newestIndex(temp.resolve(name).resolve("raft").resolve("snapshot"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void memberThatWasAwayForLong() throws Exception {
    try (var members = members()) {
      Load.reserve(members.get("n1"), "a", 40, _ -> {});
      var away = members.follower();
      members.stop(away);
      miss(members, away, "b");

      members.start(away);

      servesAll(members, away);
    }
  }

  @Test
  void memberThatLostItsDisk() throws Exception {
    try (var members = members()) {
      var lost = members.follower();
      members.stop(lost);
      members.wipe(lost);
      miss(members, lost, "b");

      members.start(lost);

      servesAll(members, lost);
      Load.reserve(members.get(lost), "c", 10, _ -> {});
      servesAll(members, lost);
    }
  }
}
