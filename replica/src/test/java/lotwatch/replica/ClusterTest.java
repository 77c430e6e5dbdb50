package lotwatch.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Plate;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.RefusedChangeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three voters in one process, over real connections and real logs. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class ClusterTest {
  private static final LotId LOT = new LotId("lot0");

  @TempDir Path temp = Path.of("set by JUnit");

  @Test
  void anyMemberTakesCommandsAndAllAgree() throws Exception {
    try (var members = new Members(temp, 3, 50_000)) {
      members.start("n1", "n2", "n3");
      Load.openLots(members.get(members.follower()));
      Set<String> acked = ConcurrentHashMap.newKeySet();

      for (var name : new String[] {"n1", "n2", "n3"}) {
        Load.reserve(members.get(name), name, 5, acked::add);
      }

      members.awaitAgreement();
      assertThat(acked).hasSize(3 * 5 * Load.CLIENTS);
      for (var name : new String[] {"n1", "n2", "n3"}) {
        assertThat(Load.reserved(members.get(name))).isEqualTo(acked);
      }
    }
  }

  @Test
  void nodeOnItsOwnGetsOthersAndNeverTwoHistories() throws Exception {
    var before = alone("n1");
    alone("n2");
    try (var members = new Members(temp, 3, 50_000)) {
      members.start("n1");
      assertThat(Load.reserved(members.get("n1"))).isEqualTo(before);
      assertThatThrownBy(() -> members.start("n2"))
          .hasMessageContaining("both have a history of their own");

      members.wipe("n2");
      members.start("n2", "n3");

      members.awaitAgreement();
      assertThat(members.get("n3").members()).hasSize(3);
      members.stop("n1");
      assertThat(Load.reserved(members.get("n3"))).isEqualTo(before);
      var cancel = new LotCommand.Cancel(LOT, new Plate("rn1-c0-0"));
      assertThat(members.get("n2").submit(cancel, new RequestId("again"))).isNotNull();
      members.start("n1");
      members.awaitAgreement();
    }
  }

  /** What a node reserved while it was on its own. */
  private Set<String> alone(String name) throws Exception {
    Set<String> acked = ConcurrentHashMap.newKeySet();
    try (var folder = DataFolder.open(temp.resolve(name));
        var replica = Replica.open(folder, ReplicaSettings.single(name), InstantSource.system())) {
      Load.openLots(replica);
      Load.reserve(replica, name, 5, acked::add);
    }
    return acked;
  }

  @Test
  void retryAtAnotherMemberAfterTheLeaderDiedHasNoSecondEffect() throws Exception {
    try (var members = new Members(temp, 3, 50_000)) {
      members.start("n1", "n2", "n3");
      Load.openLots(members.get("n1"));
      var request = new RequestId("r1");
      var reserve = new LotCommand.Reserve(LOT, new Plate("B-LW 1"));
      var leader = members.leader();
      var held = members.get(members.follower()).submit(reserve, request);

      members.stop(leader);

      assertThat(members.get(members.follower()).submit(reserve, request))
          .isEqualTo(held)
          .isInstanceOf(Outcome.Held.class);
      members.awaitAgreement();
      members.start(leader);
      members.awaitAgreement();
      assertThat(Load.reserved(members.get(leader))).containsExactly("B-LW 1");
    }
  }

  @Test
  void commandsThatNobodyNamedAreDoneOnceThoughTheirLeaderStops() throws Exception {
    int plates = 40;
    int all = plates * Load.CLIENTS;
    try (var members = new Members(temp, 3, 50_000)) {
      members.start("n1", "n2", "n3");
      Load.openLots(members.get("n1"));
      var follower = members.get(members.follower());
      Set<String> acked = ConcurrentHashMap.newKeySet();
      var some = new CountDownLatch(all / 4);
      var load =
          Thread.startVirtualThread(() ->
              Load.reserve(
                  follower,
                  "a",
                  plates,
                  plate -> {
                    acked.add(plate);
                    some.countDown();
                  }));
      some.await();

      members.stop(members.leader());

      load.join();
      assertThat(acked).hasSize(all);
      members.awaitAgreement();
      assertThat(Load.reserved(follower)).isEqualTo(acked);
    }
  }

  @Test
  void withoutAMajorityNothingIsAcknowledged() throws Exception {
    try (var members = new Members(temp, 3, 50_000)) {
      members.start("n1", "n2", "n3");
      Load.openLots(members.get("n1"));
      var last = members.follower();
      members.stop(members.leader());
      members.stop(members.leader().equals(last) ? members.follower() : members.leader());

      assertThatThrownBy(() ->
              members.get(last).submit(new LotCommand.Reserve(LOT, new Plate("B-LW 1")), null))
          .isInstanceOf(UnavailableException.class);
    }
  }

  /** The log that a lost disk would need is gone by then: it gets a snapshot. */
  @Test
  void memberThatLostItsDiskIsLetInAnew() throws Exception {
    try (var members = new Members(temp, 3, 1_000)) {
      members.start("n1", "n2", "n3");
      Load.openLots(members.get("n1"));
      Set<String> acked = ConcurrentHashMap.newKeySet();
      Load.reserve(members.get("n1"), "a", 40, acked::add);
      var lost = members.follower();
      members.stop(lost);
      members.wipe(lost);
      Load.reserve(members.get(members.leader()), "b", 40, acked::add);

      members.start(lost);

      members.awaitAgreement();
      assertThat(Load.reserved(members.get(lost))).isEqualTo(acked);
      members.stop(members.follower().equals(lost) ? members.leader() : members.follower());
      Load.reserve(members.get(lost), "c", 1, acked::add);
      members.awaitAgreement();
      assertThat(Load.reserved(members.get(lost))).isEqualTo(acked);
    }
  }

  @Test
  void nodesComeAndGoWhileItRuns() throws Exception {
    try (var members = new Members(temp, 3, 1_000)) {
      members.start("n1", "n2", "n3");
      Load.openLots(members.get("n1"));
      Set<String> acked = ConcurrentHashMap.newKeySet();
      Load.reserve(members.get("n1"), "a", 40, acked::add);

      var fourth = members.grow();
      members.start(fourth);
      assertThat(members.get(fourth).members()).hasSize(4);
      var gone = members.follower();
      var peer = members.peer(gone);
      members.get(fourth).change(peer.host(), peer.port(), false);
      members.get(fourth).change(peer.host(), peer.port(), false);
      assertThat(members.get(fourth).members()).hasSize(3).doesNotContain(address(peer));
      members.stop(gone);

      members.stop(members.leader().equals(fourth) ? members.follower() : members.leader());
      Load.reserve(members.get(fourth), "b", 1, acked::add);
      members.awaitAgreement();
      assertThat(Load.reserved(members.get(fourth))).isEqualTo(acked);
    }
  }

  private static String address(Peer peer) {
    return peer.host() + ":" + peer.port();
  }

  @Test
  void changeOfAMemberThatDoesNotRunIsRefusedAndHarmsNothing() throws Exception {
    try (var members = new Members(temp, 3, 50_000)) {
      members.start("n1", "n2", "n3");
      Load.openLots(members.get("n1"));
      var nobody = members.peer(members.grow());

      assertThatThrownBy(() -> members.get("n1").change(nobody.host(), nobody.port(), true))
          .isInstanceOf(RefusedChangeException.class);

      assertThat(members.get("n1").members()).hasSize(3);
      Set<String> acked = ConcurrentHashMap.newKeySet();
      Load.reserve(members.get("n2"), "a", 1, acked::add);
      assertThat(acked).hasSize(Load.CLIENTS);
    }
  }

  /** With one that lags and one that lost its disk there is no majority of those who know. */
  @Test
  void lostDiskDoesNotElectAVoterThatKnowsLess() throws Exception {
    try (var members = new Members(temp, 3, 50_000)) {
      members.start("n1", "n2", "n3");
      Load.openLots(members.get("n1"));
      var leader = members.leader();
      var behind = members.follower();
      members.stop(behind);
      Set<String> acked = ConcurrentHashMap.newKeySet();
      Load.reserve(members.get(leader), "a", 5, acked::add);
      var lost = members.follower();
      members.stop(lost);
      members.wipe(lost);
      members.stop(leader);

      members.start(behind);
      var joining = Thread.startVirtualThread(() -> startQuietly(members, lost));
      assertThatThrownBy(() ->
              members.get(behind).submit(new LotCommand.Reserve(LOT, new Plate("B-LW 1")), null))
          .isInstanceOf(UnavailableException.class);
      members.start(leader);

      joining.join();
      members.awaitAgreement();
      assertThat(Load.reserved(members.get(behind))).isEqualTo(acked);
      assertThat(Load.reserved(members.get(lost))).isEqualTo(acked);
    }
  }

  /** While the others come up they cannot say yet that there is a history. */
  @Test
  void allStartAtOnceAndOneLostItsDisk() throws Exception {
    try (var members = new Members(temp, 3, 50_000)) {
      members.start("n1", "n2", "n3");
      Load.openLots(members.get("n1"));
      var behind = members.follower();
      members.stop(behind);
      Set<String> acked = ConcurrentHashMap.newKeySet();
      Load.reserve(members.get(members.leader()), "a", 5, acked::add);
      var lost = members.follower();
      members.stop(lost);
      members.wipe(lost);
      members.stop(members.onlyOne());

      members.start("n1", "n2", "n3");

      members.awaitAgreement();
      for (var name : new String[] {"n1", "n2", "n3"}) {
        assertThat(Load.reserved(members.get(name))).isEqualTo(acked);
      }
    }
  }

  private static void startQuietly(Members members, String name) {
    try {
      members.start(name);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
