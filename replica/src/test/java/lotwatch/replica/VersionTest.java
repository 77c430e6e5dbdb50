package lotwatch.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import lotwatch.ledger.Command;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.Versions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three voters in one process, some of them as an older program would be. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class VersionTest {
  private static final Command NEWER = new Command.RaiseVersion(Versions.NEWEST);

  @TempDir Path temp = Path.of("set by JUnit");

  @Test
  void raiseWaitsForTheOldestMember() throws Exception {
    try (var members = new Members(temp, 3, 50_000)) {
      members.understands("n3", 1);
      members.start("n1", "n2", "n3");
      Load.openLots(members.get("n1"));
      var older = address(members.peer("n3"));
      int taken = 0;

      for (var name : List.of("n1", "n2", "n3")) {
        var member = members.get(name);
        Members.await("the older member to be named", () -> why(member).contains(older));
        assertThat(why(member))
            .contains("version " + Versions.NEWEST, "at version 1", "understands version 1");
        assertThat(member.version()).isEqualTo(1);
      }
      assertThat(Files.readString(temp.resolve("n1/version")).strip()).isEqualTo("lotwatch 1");
      for (var entry : GoldenScenario.campus(Versions.FIRST, "")) {
        assertThat(members.get("n" + (1 + taken % 3)).submit(entry.command(), null)).isNotNull();
        taken++;
      }
      members.awaitAgreement();

      members.understands("n3", Versions.NEWEST);
      members.stop("n3");
      members.start("n3");

      awaitRaised(members, "n1", "n2", "n3");
      assertThat(members.get(members.follower()).submit(NEWER, null)).isNotNull();
      Set<String> acked = ConcurrentHashMap.newKeySet();
      Load.reserve(members.get("n3"), "a", 1, acked::add);
      assertThat(acked).hasSize(Load.CLIENTS);
      members.awaitAgreement();
    }
  }

  @Test
  void raiseWaitsForAMemberThatIsDown() throws Exception {
    try (var members = new Members(temp, 3, 50_000)) {
      members.understands("n1", 1);
      members.start("n1", "n2", "n3");
      Load.openLots(members.get("n2"));
      members.stop("n1");
      var gone = address(members.peer("n1"));

      Members.await(
          "the silent member to be named",
          () -> why(members.get(members.leader())).contains(gone + " does not answer"));
      assertThat(members.get(members.leader()).version()).isEqualTo(1);

      members.understands("n1", Versions.NEWEST);
      members.start("n1");
      awaitRaised(members, "n1", "n2", "n3");
    }
  }

  @Test
  void memberThatGoesBackAppliesNothingAndIsNamedOnce() throws Exception {
    var said = new CopyOnWriteArrayList<String>();
    try (var members = new Members(temp, 3, 50_000);
        var _ = listen(said)) {
      members.start("n1", "n2", "n3");
      Load.openLots(members.get("n1"));
      awaitRaised(members, "n1", "n2", "n3");
      var back = members.follower();
      var address = address(members.peer(back));
      members.stop(back);
      members.understands(back, 1);

      members.start(back);

      var named = "the node at " + address + " understands version 1";
      Members.await("it to be named", () -> said.stream().anyMatch(line -> line.startsWith(named)));
      Members.await(
          "it to stop",
          () ->
              said.stream()
                  .anyMatch(line ->
                      line.contains(
                          "in version %d, this program reads up to 1".formatted(Versions.NEWEST))));
      assertThat(members.get(back).version()).isEqualTo(1);
      Set<String> acked = ConcurrentHashMap.newKeySet();
      Load.reserve(members.get(members.leader()), "a", 1, acked::add);
      assertThat(acked).hasSize(Load.CLIENTS);
      assertThat(said.stream().filter(line -> line.startsWith(named))).hasSize(1);

      members.stop(back);
      members.understands(back, Versions.NEWEST);
      members.start(back);
      members.awaitAgreement();
      awaitRaised(members, back);
    }
  }

  @Test
  void olderNodeIsNotTakenIn() throws Exception {
    try (var members = new Members(temp, 3, 50_000)) {
      members.start("n1", "n2", "n3");
      Load.openLots(members.get("n1"));
      awaitRaised(members, "n1", "n2", "n3");
      var fourth = members.grow();
      members.understands(fourth, 1);

      assertThatThrownBy(() -> members.start(fourth))
          .hasMessageContaining(
              "is at version %d, this program understands up to 1".formatted(Versions.NEWEST));
      assertThat(members.get("n1").members()).hasSize(3);
    }
  }

  @Test
  void snapshotOfARaisedClusterRaisesWhoeverGetsIt() throws Exception {
    try (var members = new Members(temp, 3, 500)) {
      members.start("n1", "n2", "n3");
      Load.openLots(members.get("n1"));
      awaitRaised(members, "n1", "n2", "n3");
      Set<String> acked = ConcurrentHashMap.newKeySet();
      Load.reserve(members.get("n1"), "a", 60, acked::add);
      var lost = members.follower();
      members.stop(lost);
      members.wipe(lost);
      Load.reserve(members.get(members.leader()), "b", 60, acked::add);

      members.start(lost);

      awaitRaised(members, lost);
      assertThat(Files.readString(temp.resolve(lost + "/version")).strip())
          .isEqualTo("lotwatch " + Versions.NEWEST);
    }
  }

  private static void awaitRaised(Members members, String... names) {
    for (var name : names) {
      Members.await(name + " to be raised", () -> members.get(name).version() == Versions.NEWEST);
    }
  }

  /** Why a newer command is not taken; empty if it was. */
  private static String why(Replica replica) {
    try {
      replica.submit(NEWER, null);
      return "";
    } catch (UnavailableException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String address(Peer peer) {
    return peer.host() + ":" + peer.port();
  }

  /** Something to close that throws nothing. */
  private interface Ear extends AutoCloseable {
    @Override
    void close();
  }

  private static Ear listen(List<String> said) {
    var log = Logger.getLogger("lotwatch.replica");
    var handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            var values = entry.getParameters();
            said.add(
                values == null
                    ? entry.getMessage()
                    : MessageFormat.format(entry.getMessage(), values));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    log.addHandler(handler);
    return () -> log.removeHandler(handler);
  }
}
