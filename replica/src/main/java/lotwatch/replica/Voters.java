package lotwatch.replica;

import static java.lang.System.Logger.Level.INFO;

import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.util.Endpoint;
import com.google.protobuf.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.Versions;
import lotwatch.wire.RefusedChangeException;
import lotwatch.wire.proto.Change;
import lotwatch.wire.proto.Changed;
import lotwatch.wire.proto.Greet;
import lotwatch.wire.proto.Greeting;
import lotwatch.wire.proto.ListMembers;
import lotwatch.wire.proto.MemberList;
import lotwatch.wire.proto.Replace;

/** Who belongs to the cluster, and which versions they understand. */
final class Voters {
  private static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(1);

  /** For so long a voter that does not answer is told again who is to come in. */
  private static final Duration TELL_WAIT_MAX = Duration.ofSeconds(5);

  private static final Duration TELL_PAUSE = Duration.ofMillis(100);

  /** By half of it a clock may be read wrongly. */
  private static final Duration CLOCK_ANSWER_MAX = Duration.ofMillis(500);

  /** A change can be followed by its being given up. */
  private static final Duration LEADER_WAIT_MAX =
      VoterChanges.CHANGE_WAIT_MAX.plus(Duration.ofSeconds(30));

  private static final System.Logger LOG = System.getLogger("lotwatch.replica");

  private final NodeImpl node;
  private final Endpoint self;
  private final RaftMachine machine;
  private final PeerClient calls;
  private final Identity identity;
  private final Roster roster;
  private final ClusterClock clock;
  private final VoterChanges changes;
  private volatile boolean started;

  /**
   * @param identity of this node
   * @param roster who the others are
   * @param clock hears what the clocks of the others say
   * @param changeWaitMax then a change is given up
   */
  Voters(
      NodeImpl node,
      RaftMachine machine,
      PeerClient calls,
      Identity identity,
      Roster roster,
      ClusterClock clock,
      Duration changeWaitMax) {
    this.node = node;
    this.self = node.getNodeId().getPeerId().getEndpoint();
    this.machine = machine;
    this.calls = calls;
    this.identity = identity;
    this.roster = roster;
    this.clock = clock;
    this.changes =
        new VoterChanges(
            node, roster, machine::version, this::greeting, this::tellOthers, changeWaitMax);
  }

  /** The log is open. */
  void start() {
    started = true;
  }

  /** Answers what the others ask. */
  void answerAt(PeerServer server, boolean wasHere) {
    server.answer(PeerQuestion.GREET, _ -> greeting(wasHere));
    server.answer(PeerQuestion.CHANGE, changes::change);
    server.answer(
        PeerQuestion.REPLACE, wish -> wish.getDone() ? keep(wish) : changes.replace(wish));
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
        .setName(identity.name())
        .setToken(identity.token())
        .setClockMillis(clock.own().toEpochMilli())
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

  /** The voters that this leader knows; none if it does not lead. */
  static List<String> addresses(NodeImpl node) {
    try {
      return node.listPeers().stream().map(PeerId::toString).toList();
    } catch (IllegalStateException e) { // not, or no longer, the leader
      return List.of();
    }
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
    return greeting(member.toString())
        .map(greeting -> Math.max(Versions.FIRST, greeting.getNewest()))
        .orElseGet(() -> isStopped(member) ? Versions.FIRST : 0);
  }

  /** What a node says of itself; empty if it does not answer. */
  private Optional<Greeting> greeting(String address) {
    if (address.equals(self.toString())) {
      return Optional.of(greeting(true));
    }
    try {
      return Optional.of(
          calls.ask(address, PeerQuestion.GREET, Greet.getDefaultInstance(), ANSWER_WAIT_MAX));
    } catch (PeerClient.NoAnswerException e) {
      return Optional.empty();
    }
  }

  /**
   * Hears from the other voters who they are and what their clocks say; returns when all have
   * answered or their time is over.
   */
  void greetAll() {
    greet(() -> false);
  }

  /** The same, but returns as soon as the clocks of a majority are known. */
  void compareClocks() {
    clock.voters(peersOfLog());
    if (!clock.isSure()) {
      greet(clock::isSure);
    }
  }

  private void greet(BooleanSupplier isEnough) {
    var voters = peersOfLog();
    clock.voters(voters);
    forOthers(voters, voter -> learn(voter, voters), isEnough, ANSWER_WAIT_MAX);
  }

  /** Returns when it is enough, or all are done, or none was for so long. */
  private void forOthers(
      List<String> voters, Consumer<String> ask, BooleanSupplier isEnough, Duration waitMax) {
    var others = voters.stream().filter(voter -> !voter.equals(self.toString())).toList();
    var answered = new Semaphore(0);
    for (var voter : others) {
      Thread.ofVirtual()
          .name("ask " + voter)
          .start(() -> {
            try {
              ask.accept(voter);
            } finally {
              answered.release();
            }
          });
    }
    try {
      for (int i = 0; i < others.size() && !isEnough.getAsBoolean(); i++) {
        if (!answered.tryAcquire(waitMax.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Changed keep(Replace done) {
    roster.keep(done.getName(), done.getHost() + ":" + done.getPort());
    return Changed.getDefaultInstance();
  }

  /** One that is gone does not know where the name is to come in, which is no harm. */
  private void tellOthers(Replace done) {
    forOthers(peersOfLog(), voter -> tell(voter, done), () -> false, TELL_WAIT_MAX);
  }

  private void tell(String voter, Replace done) {
    long deadline = System.nanoTime() + TELL_WAIT_MAX.toNanos();
    while (true) {
      try {
        calls.ask(voter, PeerQuestion.REPLACE, done, ANSWER_WAIT_MAX);
        return;
      } catch (PeerClient.NoAnswerException e) { // perhaps it has just come back
        if (System.nanoTime() > deadline) {
          LOG.log(INFO, "{0} does not hear who is to come in: {1}", voter, e.getMessage());
          return;
        }
        LockSupport.parkNanos(TELL_PAUSE.toNanos());
      }
    }
  }

  private void learn(String voter, List<String> voters) {
    long asked = clock.nanos();
    var greeting = greeting(voter);
    long took = clock.nanos() - asked;
    if (greeting.isEmpty()) {
      return;
    }
    roster.learn(voter, greeting.get(), voters);
    long millis = greeting.get().getClockMillis();
    if (millis > 0 && took < CLOCK_ANSWER_MAX.toNanos()) {
      clock.learn(voter, Instant.ofEpochMilli(millis), asked + took / 2);
    }
  }

  /** The voters as this node's log has them; none before it is open. */
  private List<String> peersOfLog() {
    var configuration = node.getCurrentConf();
    return configuration == null
        ? List.of()
        : configuration.listPeers().stream().map(PeerId::toString).toList();
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
        .anyMatch(this::handOver);
  }

  /** Asks this voter to lead, if this one leads; tells whether it was asked. */
  boolean handOver(Endpoint voter) {
    return node.transferLeadershipTo(new PeerId(voter, 0)).isOk();
  }

  private boolean hasSpace(Endpoint voter) {
    return greeting(voter.toString()).filter(greeting -> !greeting.getShortOfSpace()).isPresent();
  }

  /** Does this, unless the voters are others than these or are being changed. */
  void whileMembersAre(Set<String> members, Runnable task) {
    changes.whileMembersAre(members, task);
  }

  /**
   * Has the leader take a node in or out.
   *
   * @throws RefusedChangeException if it refuses; says why
   * @throws UnavailableException if it did not; says why
   */
  void change(String host, int port, boolean member)
      throws UnavailableException, RefusedChangeException {
    var wish = Change.newBuilder().setHost(host).setPort(port).setMember(member).build();
    atLeader(PeerQuestion.CHANGE, wish, changes::change);
  }

  /**
   * Has the leader take the voter of this name out, and keep the name for the node at an address.
   *
   * @throws RefusedChangeException if it refuses; says why
   * @throws UnavailableException if it did not; says why
   */
  void replace(String name, String host, int port)
      throws UnavailableException, RefusedChangeException {
    var wish = Replace.newBuilder().setName(name).setHost(host).setPort(port).build();
    atLeader(PeerQuestion.REPLACE, wish, changes::replace);
  }

  private <Q extends Message> void atLeader(
      PeerQuestion<Q, Changed> kind, Q wish, Function<Q, Changed> here)
      throws UnavailableException, RefusedChangeException {
    var leader = node.getLeaderId();
    if (leader == null || leader.isEmpty()) {
      throw new UnavailableException("there is no leader now", false);
    }
    try {
      var changed =
          leader.getEndpoint().equals(self)
              ? here.apply(wish)
              : calls.ask(leader.getEndpoint().toString(), kind, wish, LEADER_WAIT_MAX);
      if (changed.getRefused()) {
        throw new RefusedChangeException(changed.getWhyNot());
      }
      if (!changed.getWhyNot().isEmpty()) {
        throw new UnavailableException(changed.getWhyNot(), true);
      }
    } catch (PeerClient.NoAnswerException e) {
      throw new UnavailableException(String.valueOf(e.getMessage()), true);
    }
  }
}
