package lotwatch.replica;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.util.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.Versions;
import lotwatch.wire.proto.Change;
import lotwatch.wire.proto.Changed;
import lotwatch.wire.proto.Greet;
import lotwatch.wire.proto.Greeting;
import lotwatch.wire.proto.ListMembers;
import lotwatch.wire.proto.MemberList;

/**
 * Who belongs to the cluster, and which versions they understand. While voters change the version
 * is not raised, and the other way round: a node that comes in understands the version.
 */
final class Voters {
  private static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(1);
  private static final Duration CHANGE_WAIT_MAX = Duration.ofMinutes(1);
  private static final Duration LOCK_WAIT_MAX = Duration.ofSeconds(15);

  private final NodeImpl node;
  private final Endpoint self;
  private final RaftMachine machine;
  private final PeerClient calls;
  private final ReentrantLock changing = new ReentrantLock();
  private volatile boolean started;

  Voters(NodeImpl node, Endpoint self, RaftMachine machine, PeerClient calls) {
    this.node = node;
    this.self = self;
    this.machine = machine;
    this.calls = calls;
  }

  /** The log is open. */
  void start() {
    started = true;
  }

  /** Answers what the others ask. */
  void answerAt(PeerServer server, boolean wasHere) {
    server.answer(PeerQuestion.GREET, _ -> greeting(wasHere));
    server.answer(PeerQuestion.CHANGE, this::change);
    server.answer(
        PeerQuestion.LIST_MEMBERS, _ -> MemberList.newBuilder().addAllAddresses(known()).build());
  }

  /**
   * Never says that there is no log before the log was looked at: a node that lost its disk would
   * think that it begins a new cluster, and vote.
   */
  private Greeting greeting(boolean wasHere) {
    return Greeting.newBuilder()
        .setHasLog(started && hasLog())
        .setStarting(!started && wasHere)
        .setNewest(machine.newest())
        .setVersion(machine.version())
        .setShortOfSpace(machine.isShortOfSpace())
        .build();
  }

  private boolean hasLog() {
    try {
      return node.getLastLogIndex() > 0;
    } catch (IllegalStateException e) { // it failed, as a log does that cannot be applied
      return true;
    }
  }

  /** All voters as the leader knows them; none if nobody leads, or does not answer. */
  List<String> members() {
    var mine = known();
    var leader = node.getLeaderId();
    if (!mine.isEmpty()
        || leader == null
        || leader.isEmpty()
        || leader.getEndpoint().equals(self)) {
      return mine;
    }
    try {
      var question = ListMembers.getDefaultInstance();
      return calls
          .ask(
              leader.getEndpoint().toString(), PeerQuestion.LIST_MEMBERS, question, ANSWER_WAIT_MAX)
          .getAddressesList();
    } catch (PeerClient.NoAnswerException e) {
      return List.of();
    }
  }

  /** None if this node does not lead. */
  private List<String> known() {
    return peers().stream().map(Endpoint::toString).toList();
  }

  private List<Endpoint> peers() {
    try {
      return started ? node.listPeers().stream().map(PeerId::getEndpoint).toList() : List.of();
    } catch (IllegalStateException e) { // not, or no longer, the leader
      return List.of();
    }
  }

  /**
   * The newest version that each voter understands, by its address; 0 if it does not answer. Empty
   * if this node does not lead.
   */
  Map<String, Integer> newest() {
    var newest = new TreeMap<String, Integer>();
    for (var peer : peers()) {
      newest.put(peer.toString(), peer.equals(self) ? machine.newest() : newest(peer));
    }
    return newest;
  }

  private int newest(Endpoint member) {
    try {
      var greeting =
          calls.ask(
              member.toString(), PeerQuestion.GREET, Greet.getDefaultInstance(), ANSWER_WAIT_MAX);
      return Math.max(Versions.FIRST, greeting.getNewest());
    } catch (PeerClient.NoAnswerException e) {
      return isStopped(member) ? Versions.FIRST : 0;
    }
  }

  /**
   * Version 1, once it met a line that it cannot read, answers this question but no {@link Greet}.
   */
  private boolean isStopped(Endpoint member) {
    try {
      var question = ListMembers.getDefaultInstance();
      return calls
              .ask(member.toString(), PeerQuestion.LIST_MEMBERS, question, ANSWER_WAIT_MAX)
              .getAddressesCount()
          == 0;
    } catch (PeerClient.NoAnswerException e) {
      return false;
    }
  }

  /**
   * Asks another voter to lead, one that has space on its disk, if this one leads; tells whether
   * there is one. It leads as soon as it has everything that is in the log.
   */
  boolean handOver() {
    return peers().stream()
        .filter(peer -> !peer.equals(self) && hasSpace(peer))
        .anyMatch(peer -> node.transferLeadershipTo(new PeerId(peer, 0)).isOk());
  }

  private boolean hasSpace(Endpoint voter) {
    try {
      var question = Greet.getDefaultInstance();
      return !calls
          .ask(voter.toString(), PeerQuestion.GREET, question, ANSWER_WAIT_MAX)
          .getShortOfSpace();
    } catch (PeerClient.NoAnswerException e) {
      return false;
    }
  }

  /** Does this, unless the voters are others than these or are being changed. */
  void whileMembersAre(Set<String> members, Runnable task) {
    if (changing.tryLock()) {
      try {
        if (members.equals(Set.copyOf(known()))) {
          task.run();
        }
      } finally {
        changing.unlock();
      }
    }
  }

  /**
   * Has the leader take a node in or out.
   *
   * @throws UnavailableException if it did not; says why
   */
  void change(String host, int port, boolean member) throws UnavailableException {
    var wish = Change.newBuilder().setHost(host).setPort(port).setMember(member).build();
    var leader = node.getLeaderId();
    if (leader == null || leader.isEmpty()) {
      throw new UnavailableException("there is no leader now", false);
    }
    try {
      var changed =
          leader.getEndpoint().equals(self)
              ? change(wish)
              : calls.ask(
                  leader.getEndpoint().toString(),
                  PeerQuestion.CHANGE,
                  wish,
                  CHANGE_WAIT_MAX.plusSeconds(5));
      if (!changed.getWhyNot().isEmpty()) {
        throw new UnavailableException(changed.getWhyNot(), true);
      }
    } catch (PeerClient.NoAnswerException e) {
      throw new UnavailableException(String.valueOf(e.getMessage()), true);
    }
  }

  /** Changes who is a voter, if this one leads; returns when a majority knows. */
  private Changed change(Change wish) {
    try {
      if (!changing.tryLock(LOCK_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        return whyNot("another change is under way");
      }
      try {
        return changeNow(wish);
      } finally {
        changing.unlock();
      }
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      return whyNot("the change takes too long");
    }
  }

  private Changed changeNow(Change wish)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (!started || !node.isLeader()) {
      return whyNot("it does not lead");
    }
    var peer = new PeerId(wish.getHost(), wish.getPort());
    if (node.listPeers().contains(peer) == wish.getMember()) {
      return whyNot("");
    }
    var done = new CompletableFuture<Status>();
    if (wish.getMember()) {
      var older = older(peer.getEndpoint());
      if (!older.isEmpty()) {
        return whyNot(older);
      }
      node.addPeer(peer, done::complete);
    } else {
      node.removePeer(peer, done::complete);
    }
    var status = done.get(CHANGE_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    return whyNot(status.isOk() ? "" : String.valueOf(status));
  }

  private static Changed whyNot(String why) {
    return Changed.newBuilder().setWhyNot(why).build();
  }

  /** Why a node may not come in, if it does not understand the cluster's version; else empty. */
  private String older(Endpoint peer) {
    int version = machine.version();
    if (version == Versions.FIRST) {
      return "";
    }
    int understood = newest(peer);
    if (understood == 0) {
      return "the node at %s does not answer".formatted(peer);
    }
    return understood >= version
        ? ""
        : "the node at %s understands version %d and the cluster is at version %d: start it with a newer Lotwatch"
            .formatted(peer, understood, version);
  }
}
