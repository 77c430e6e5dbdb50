package lotwatch.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import lotwatch.ledger.UnavailableException;
import lotwatch.replica.link.LinkChannels;
import lotwatch.wire.RefusedChangeException;
import lotwatch.wire.proto.Change;
import lotwatch.wire.proto.Changed;
import lotwatch.wire.proto.Greeting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may become a voter, and that a change that cannot be made hinders no other. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class MembershipTest {
  private static final String HERE = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path temp = Path.of("set by JUnit");

  /** Another machine that is started as n3, with an empty disk. */
  private Replica stranger(Members members, int port) throws Exception {
    List<Peer> peers =
        new ArrayList<>(
            List.of(members.peer("n1"), members.peer("n2"), new Peer("n3", HERE, port)));
    var folder = DataFolder.open(temp.resolve("stranger" + port));
    try {
      return Replica.open(folder, ReplicaSettings.of("n3", peers), InstantSource.system());
    } catch (ReplicaException e) {
      folder.close();
      throw e;
    }
  }

  /** Whoever leads: when it is the node of that id, the new one does not know its address. */
  @ParameterizedTest
  @ValueSource(strings = {"n1", "n3"})
  void nodeOfATakenIdStaysOutAndBothAddressesAreNamed(String leader) throws Exception {
    try (var members = new Members(temp, 3, 50_000)) {
      members.start("n1", "n2", "n3");
      members.lead(leader);
      int port = PeerPorts.free();

      assertThatThrownBy(() -> stranger(members, port))
          .isInstanceOf(ReplicaException.class)
          .hasMessageContaining(members.peer("n3").address())
          .hasMessageContaining(HERE + ":" + port)
          .hasMessageContaining("lotwatch node replace n3");
      assertThat(members.get(members.leader()).members()).hasSize(3);
    }
  }

  @Test
  void nodeThatAnswersIsNotReplacedAndOneThatIsToComeMayBeAnother() throws Exception {
    try (var members = new Members(temp, 4, 50_000)) {
      members.start("n1", "n2", "n3", "n4");
      Load.openLots(members.get("n1"));
      members.lead("n1");
      int wrong = PeerPorts.free();

      assertThatThrownBy(() -> members.get("n1").replace("n3", HERE, wrong))
          .isInstanceOf(RefusedChangeException.class)
          .hasMessageContaining("n3 at " + members.peer("n3").address() + " answers");
      assertThat(members.get("n1").members()).hasSize(4);
      members.stop("n3");
      replace(members, wrong);
      members.lead("n2"); // which knows it from the one that led
      assertThatThrownBy(() -> stranger(members, PeerPorts.free()))
          .hasMessageContaining("n3 is to come in at " + HERE + ":" + wrong);
      replace(members, members.peer("n3").port());
      members.wipe("n3");
      members.start("n3");
      assertThat(members.get(members.leader()).members()).hasSize(4);
    }
  }

  /** Tries again for as long as nobody leads, as an operator would. */
  private static void replace(Members members, int port) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        members.get(members.leader()).replace("n3", HERE, port);
        return;
      } catch (UnavailableException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
      }
    }
  }

  @Test
  void goneNodeGivesItsIdAwayByReplaceOnly() throws Exception {
    try (var members = new Members(temp, 3, 50_000)) {
      members.start("n1", "n2", "n3");
      Load.openLots(members.get("n1"));
      Set<String> acked = ConcurrentHashMap.newKeySet();
      Load.reserve(members.get("n1"), "a", 3, acked::add);
      members.awaitAgreement();
      members.stop("n3");
      int port = PeerPorts.free();
      assertThatThrownBy(() -> stranger(members, port)).hasMessageContaining("stays out");

      members.get(members.follower()).replace("n3", HERE, port);

      int elsewhere = PeerPorts.free();
      assertThatThrownBy(() -> stranger(members, elsewhere))
          .hasMessageContaining("n3 is to come in at " + HERE + ":" + port);
      try (var replaced = stranger(members, port)) {
        Members.await(
            "its state", () -> replaced.view().sequence() == members.get("n1").view().sequence());
        assertThat(Load.reserved(replaced)).isEqualTo(acked);
        assertThat(replaced.members())
            .hasSize(3)
            .contains(HERE + ":" + port)
            .doesNotContain(members.peer("n3").address());
      }
    }
  }

  @Test
  void lostDiskComesBackAtItsAddress() throws Exception {
    try (var members = new Members(temp, 3, 50_000)) {
      members.start("n1", "n2", "n3");
      Load.openLots(members.get("n1"));
      members.awaitAgreement();
      members.stop("n3");
      members.wipe("n3");

      members.start("n3");

      members.awaitAgreement();
      assertThat(members.get("n3").members()).hasSize(3);
    }
  }

  @Test
  void newMachineComesInAndIsKnownByItsId() throws Exception {
    try (var members = new Members(temp, 3, 50_000)) {
      members.start("n1", "n2", "n3");
      Load.openLots(members.get("n1"));
      var before = List.of(members.peer("n1"), members.peer("n2"), members.peer("n3"));
      var fourth = members.grow();
      members.start(fourth);
      members.awaitAgreement();
      assertThat(members.get(fourth).members()).hasSize(4);
      var all = new ArrayList<>(before);
      all.add(new Peer(fourth, HERE, PeerPorts.free()));

      try (var folder = DataFolder.open(temp.resolve("second fourth"))) {
        assertThatThrownBy(
                () -> Replica.open(folder, ReplicaSettings.of(fourth, all), InstantSource.system()))
            .hasMessageContaining(members.peer(fourth).address());
      }
    }
  }

  @Test
  void addressThatCannotBeHindersNoOtherChange() throws Exception {
    try (var members = new Members(temp, 3, 50_000)) {
      members.start("n1", "n2", "n3");
      members.leader();
      var follower = members.get(members.follower());
      int silent = PeerPorts.free();

      for (var host : List.of("999.1.1.1", "1.2.3", "nowhere.invalid", "-x", "a..b")) {
        assertThatThrownBy(() -> follower.change(host, 1, true))
            .as(host)
            .isInstanceOf(RefusedChangeException.class)
            .hasMessageContaining(host);
      }
      assertThatThrownBy(() -> follower.change(HERE, silent, true))
          .isInstanceOf(RefusedChangeException.class)
          .hasMessageContaining("does not answer");

      assertThat(follower.members()).hasSize(3);
      var fourth = members.grow();
      members.start(fourth);
      assertThat(members.get(members.leader()).members()).hasSize(4);
    }
  }

  /** It answers who it is, and takes nothing of the log. */
  @Test
  void nodeThatNeverGetsTheLogIsGivenUp() throws Exception {
    try (var members = new Members(temp, 3, 50_000)) {
      members.start("n1", "n2", "n3");
      var leader = members.get(members.leader());
      int port = PeerPorts.free();
      try (var deaf = Deaf.at(HERE, port)) {
        assertThatThrownBy(() -> leader.change(HERE, deaf.port(), true))
            .hasMessageContaining(HERE + ":" + port);

        assertThat(leader.members()).hasSize(3);
        var fourth = members.grow();
        members.start(fourth);
        assertThat(members.get(members.leader()).members()).hasSize(4);
      }
    }
  }

  @Test
  void onlyVoterStays() throws Exception {
    try (var folder = DataFolder.open(temp.resolve("n1"));
        var alone = Replica.open(folder, ReplicaSettings.single("n1"), InstantSource.system())) {
      var address = alone.address();
      int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));

      assertThatThrownBy(() -> alone.change(alone.host(), port, false))
          .isInstanceOf(RefusedChangeException.class)
          .hasMessageContaining("the only voter");
      assertThatThrownBy(() -> alone.change(HERE, PeerPorts.free(), true))
          .isInstanceOf(RefusedChangeException.class)
          .hasMessageContaining("on its own");
    }
  }

  @Test
  void strangerThatSaysItIsAtTheAddressOfAnotherStaysOut() throws Exception {
    try (var members = new Members(temp, 3, 50_000);
        var channels = new LinkChannels()) {
      members.start("n1", "n2", "n3");
      var wish = wish(members).setName("n3").setToken("0".repeat(32)).build();

      var changed = atLeader(members, channels, wish);

      assertThat(changed.getRefused()).isTrue();
      assertThat(changed.getWhyNot()).contains(members.peer("n3").address(), "answers");
      assertThat(members.get("n1").members()).hasSize(3);
    }
  }

  /** A node of an older version asks so. */
  @Test
  void nodeThatAnnouncesNoTokenIsTakenOutAndInAsBefore() throws Exception {
    try (var members = new Members(temp, 3, 50_000);
        var channels = new LinkChannels()) {
      members.start("n1", "n2", "n3");
      Load.openLots(members.get("n1"));
      members.awaitAgreement();
      var wish = wish(members);

      members.lead("n1"); // which n3 would give up while it takes itself out

      assertThat(atLeader(members, channels, wish.setMember(false).build()).getWhyNot()).isEmpty();
      assertThat(atLeader(members, channels, wish.setMember(true).build()).getWhyNot()).isEmpty();
    }
  }

  private static Change.Builder wish(Members members) {
    return Change.newBuilder().setHost(HERE).setPort(members.peer("n3").port());
  }

  private static Changed atLeader(Members members, LinkChannels channels, Change wish)
      throws PeerClient.NoAnswerException {
    var changed = askLeader(members, channels, wish);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!changed.getWhyNot().isEmpty()
        && !changed.getRefused()
        && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos()); // as nodes do: not now is not never
      changed = askLeader(members, channels, wish);
    }
    return changed;
  }

  private static Changed askLeader(Members members, LinkChannels channels, Change wish)
      throws PeerClient.NoAnswerException {
    var leader = members.peer(members.leader()).address();
    return new PeerClient(channels).ask(leader, PeerQuestion.CHANGE, wish, PATIENCE);
  }

  @Test
  void tokenIsMadeOnceAndForItsOwnerOnly() throws Exception {
    var first = Identity.of(temp, "n1");

    assertThat(Identity.of(temp, "n1")).isEqualTo(first);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve("token"))))
        .isEqualTo("rw-------");
    Files.writeString(temp.resolve("token"), "");
    assertThatThrownBy(() -> Identity.of(temp, "n1"))
        .isInstanceOf(ReplicaException.class)
        .hasMessageContaining("token is damaged");
  }

  @Test
  void rosterOutlivesARestartAndStaysSmall() throws Exception {
    var roster = Roster.open(temp, List.of(new Peer("n1", HERE, 1)));
    var voters = new ArrayList<String>();
    for (int i = 2; i < 3 * Roster.LINES_MAX; i++) {
      voters.add(HERE + ":" + i);
      var greeting = Greeting.newBuilder().setName("n" + i).setToken("a" + i).build();
      roster.learn(voters.getLast(), greeting, voters);
    }
    roster.keep("n9", HERE + ":99");

    var again = Roster.open(temp, List.of(new Peer("n1", HERE, 1)));

    assertThat(Files.readAllLines(temp.resolve("roster"))).hasSize(Roster.LINES_MAX);
    assertThat(again.name(HERE + ":1")).isEqualTo("n1");
    assertThat(again.name(HERE + ":100")).isEqualTo("n100");
    assertThat(again.objection("n9", HERE + ":98", List.of())).isPresent();
    assertThat(again.objection("n9", HERE + ":99", List.of())).isEmpty();
  }
}
