package lotwatch.replica;

import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.NodeManager;
import com.alipay.sofa.jraft.RaftServiceFactory;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.closure.ReadIndexClosure;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.DefaultJRaftServiceFactory;
import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.Task;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.rpc.ProtobufMsgFactory;
import com.alipay.sofa.jraft.storage.LogStorage;
import com.alipay.sofa.jraft.util.Endpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.proto.Change;
import lotwatch.wire.proto.Changed;
import lotwatch.wire.proto.Greet;
import lotwatch.wire.proto.Greeting;
import lotwatch.wire.proto.ListMembers;
import lotwatch.wire.proto.MemberList;
import lotwatch.wire.proto.Submit;
import org.jspecify.annotations.Nullable;

/** One member of the Raft group: the only place that knows the library's node. */
final class Raft implements AutoCloseable {
  /** Says whose folder it is, by {@link Peer#toString}. */
  static final String MEMBER_FILE = "member";

  private static final String GROUP = "lotwatch";

  private static final Duration LIST_WAIT_MAX = Duration.ofSeconds(1);
  private static final Duration CHANGE_WAIT_MAX = Duration.ofMinutes(1);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);
  private static final Duration JOIN_WAIT_MAX = Duration.ofMinutes(5);

  static {
    ProtobufMsgFactory.load();
  }

  private final Node node;
  private final PeerId self;
  private final SyncedMark mark;
  private final @Nullable MemberDoor door;
  private volatile boolean started;

  private Raft(Node node, PeerId self, SyncedMark mark, @Nullable MemberDoor door) {
    this.node = node;
    this.self = self;
    this.mark = mark;
    this.door = door;
  }

  /**
   * Starts the member. A cluster of one leads at once and opens no port; in a larger one a member
   * with an empty disk waits until it is let in.
   *
   * @param was who wrote what is in the folder: this member, perhaps at another address
   * @param calls reaches the other members
   * @param forwarded takes the commands that they send
   * @param sync false loses what was acknowledged when the power fails: only to show that the
   *     checks see it
   */
  static Raft start(
      Path folder,
      Peer was,
      RaftMachine machine,
      PeerCalls calls,
      Forwarding.Here forwarded,
      ReplicaSettings settings,
      boolean sync)
      throws ReplicaException {
    try {
      Files.createDirectories(folder);
      var peers = settings.peers().size() == 1 ? List.of(was) : settings.peers();
      var me = peers.size() == 1 ? was : settings.self();
      var self = id(me);
      var door = peers.size() == 1 ? null : new MemberDoor(self.getEndpoint());
      NodeManager.getInstance().addAddress(self.getEndpoint());
      var node = RaftServiceFactory.createRaftNode(GROUP, self);
      var raft = new Raft(node, self, new SyncedMark(folder.resolve("mark")), door);
      try {
        raft.start(folder, peers, was, machine, calls, forwarded, settings, sync);
        return raft;
      } catch (ReplicaException | IOException | RuntimeException e) {
        raft.abandon();
        throw e;
      }
    } catch (IOException e) {
      throw new ReplicaException("%s cannot be opened: %s".formatted(folder, e), e);
    }
  }

  private void start(
      Path folder,
      List<Peer> peers,
      Peer was,
      RaftMachine machine,
      PeerCalls calls,
      Forwarding.Here forwarded,
      ReplicaSettings settings,
      boolean sync)
      throws IOException, ReplicaException {
    if (door == null) {
      init(folder, ids(peers), machine, settings, sync);
      return;
    }
    boolean wasHere = Files.exists(folder.resolve("log"));
    door.answer(Greet.class, _ -> greeting(wasHere));
    door.answer(Submit.class, command -> Forwarding.answer(command, forwarded));
    door.answer(Change.class, this::change);
    door.answer(ListMembers.class, _ -> MemberList.newBuilder().addAllAddresses(members()).build());
    door.open();
    var others =
        ids(peers).stream().filter(peer -> !peer.equals(self)).map(PeerId::getEndpoint).toList();
    var admission = new Admission(calls, others, self.getEndpoint(), folder, JOIN_WAIT_MAX);
    boolean moved = !id(was).equals(self);
    if (moved) {
      admission.refuseOtherHistories();
    }
    boolean joins = admission.begin(folder.resolve("log"));
    init(folder, joins ? List.of() : ids(peers), machine, settings, sync);
    if (joins) {
      admission.finish();
    }
    if (moved) {
      moveFrom(id(was), machine);
      Small.write(folder.resolve(MEMBER_FILE), settings.self().toString());
    }
  }

  /**
   * A cluster of one becomes one that others can join: it goes to the address that its settings
   * give. A member of several may not, as the others know it by its address.
   */
  private void moveFrom(PeerId was, RaftMachine machine) throws ReplicaException {
    var here = new Configuration(List.of(self));
    var members = ((NodeImpl) node).getCurrentConf();
    if (!members.equals(here)) {
      if (!members.equals(new Configuration(List.of(was)))) {
        throw new ReplicaException(
            "this folder belongs to the member at %s, not at %s; the others know it by that"
                .formatted(was, self));
      }
      node.resetPeers(here);
    }
    long deadline = System.nanoTime() + JOIN_WAIT_MAX.toNanos();
    while (!machine.leading()) {
      if (System.nanoTime() > deadline) {
        throw new ReplicaException("it does not begin to lead at " + self);
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  private static List<PeerId> ids(List<Peer> peers) {
    return peers.stream().map(Raft::id).toList();
  }

  private static PeerId id(Peer peer) {
    return new PeerId(peer.host(), peer.port());
  }

  private void init(
      Path folder,
      List<PeerId> members,
      RaftMachine machine,
      ReplicaSettings settings,
      boolean sync)
      throws IOException, ReplicaException {
    LogDamage.refuseDamage();
    var options = LibrarySettings.of(folder, members, machine, settings, sync);
    var snapshotIndex = SnapshotFile.newestIndex(folder.resolve("snapshot"));
    var log = new SyncedLog(folder.resolve("log"), options.getRaftOptions(), snapshotIndex, mark);
    options.setServiceFactory(
        new DefaultJRaftServiceFactory() {
          @Override
          public LogStorage createLogStorage(String uri, RaftOptions raftOptions) {
            return log;
          }
        });
    boolean opened = node.init(options);
    // The library waits forever for the end of a node whose log never opened.
    started = opened || log.problem() == null;
    if (!opened) {
      throw new ReplicaException(
          Objects.requireNonNullElse(
              log.problem(),
              Objects.requireNonNullElse(
                  machine.broken(), "%s cannot be opened, see the log".formatted(folder))));
    }
  }

  /** Where the leader is reached; null if this member knows of none. */
  @Nullable Endpoint leader() {
    var leader = node.getLeaderId();
    return leader == null || leader.isEmpty() ? null : leader.getEndpoint();
  }

  /**
   * Waits until what was committed anywhere before this call is applied here: the leader says how
   * far that is, once a majority has confirmed that it leads.
   *
   * @see <a href="https://web.stanford.edu/~ouster/cgi-bin/papers/OngaroPhD.pdf">Ongaro 2014,
   *     6.4</a>
   */
  void catchUp(Duration waitMax) throws UnavailableException {
    var done = new CompletableFuture<Status>();
    node.readIndex(
        new byte[0],
        new ReadIndexClosure(waitMax.toMillis()) {
          @Override
          public void run(Status status, long index, byte[] context) {
            done.complete(status);
          }
        });
    try {
      var status = done.get(waitMax.toMillis() + 1_000, TimeUnit.MILLISECONDS);
      if (!status.isOk()) {
        throw new UnavailableException("no majority answers: " + status.getErrorMsg(), false);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while asking for the newest state", false);
    } catch (ExecutionException | TimeoutException e) {
      throw new UnavailableException("no majority answers in " + waitMax, false);
    }
  }

  /** Proposes one line of the log; the proposal is answered by the machine, or run. */
  void propose(byte[] line, Proposal proposal) {
    node.apply(new Task(ByteBuffer.wrap(line), proposal));
  }

  /** Begins a snapshot, if none is being written. */
  void snapshot() {
    node.snapshot(status -> {});
  }

  /**
   * Never says that there is no log before the log was looked at: a member that lost its disk would
   * think that it begins a new cluster, and vote.
   */
  private Greeting greeting(boolean wasHere) {
    return Greeting.newBuilder()
        .setHasLog(started && node.getLastLogIndex() > 0)
        .setStarting(!started && wasHere)
        .build();
  }

  /** All members as the leader knows them; none if nobody leads, or does not answer. */
  List<String> members(PeerCalls calls) {
    var mine = members();
    var leader = leader();
    if (!mine.isEmpty() || leader == null || leader.equals(self.getEndpoint())) {
      return mine;
    }
    try {
      var question = ListMembers.getDefaultInstance();
      return calls.ask(leader, question, MemberList.class, LIST_WAIT_MAX).getAddressesList();
    } catch (PeerCalls.NoAnswerException e) {
      return List.of();
    }
  }

  /** None if this member does not lead. */
  private List<String> members() {
    try {
      return started
          ? node.listPeers().stream().map(peer -> peer.getEndpoint().toString()).toList()
          : List.of();
    } catch (IllegalStateException e) { // not, or no longer, the leader
      return List.of();
    }
  }

  /** Where the others reach this member. */
  String address() {
    return self.getEndpoint().toString();
  }

  /**
   * Has the leader take a member in or out.
   *
   * @throws UnavailableException if it did not; says why
   */
  void change(String host, int port, boolean member, PeerCalls calls) throws UnavailableException {
    var wish = Change.newBuilder().setHost(host).setPort(port).setMember(member).build();
    var leader = leader();
    if (leader == null) {
      throw new UnavailableException("there is no leader now", false);
    }
    try {
      var changed =
          leader.equals(self.getEndpoint())
              ? change(wish)
              : calls.ask(leader, wish, Changed.class, CHANGE_WAIT_MAX.plusSeconds(5));
      if (!changed.getWhyNot().isEmpty()) {
        throw new UnavailableException(changed.getWhyNot(), true);
      }
    } catch (PeerCalls.NoAnswerException e) {
      throw new UnavailableException(String.valueOf(e.getMessage()), true);
    }
  }

  /** Changes who is a member, if this one leads; returns when a majority knows. */
  private Changed change(Change wish) {
    var changed = Changed.newBuilder();
    if (!started || !node.isLeader()) {
      return changed.setWhyNot("it does not lead").build();
    }
    var peer = new PeerId(wish.getHost(), wish.getPort());
    if (node.listPeers().contains(peer) == wish.getMember()) {
      return changed.build();
    }
    var done = new CompletableFuture<Status>();
    if (wish.getMember()) {
      node.addPeer(peer, done::complete);
    } else {
      node.removePeer(peer, done::complete);
    }
    try {
      var status = done.get(CHANGE_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
      return changed.setWhyNot(status.isOk() ? "" : String.valueOf(status)).build();
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      return changed.setWhyNot("the change takes too long").build();
    }
  }

  private void stop() throws ReplicaException {
    if (door != null) {
      door.close();
    }
    try {
      if (started) {
        node.shutdown();
        node.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReplicaException("interrupted while closing the log", e);
    } finally {
      NodeManager.getInstance().removeAddress(self.getEndpoint());
    }
  }

  /** Leaves nothing open after a start that failed. */
  private void abandon() throws ReplicaException, IOException {
    try {
      stop();
    } finally {
      mark.close();
    }
  }

  @Override
  public void close() throws ReplicaException {
    try {
      abandon();
    } catch (IOException e) {
      throw new ReplicaException("the mark of the log cannot be closed: " + e, e);
    }
  }
}
