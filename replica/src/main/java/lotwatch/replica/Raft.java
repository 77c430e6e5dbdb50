package lotwatch.replica;

import com.alipay.sofa.jraft.NodeManager;
import com.alipay.sofa.jraft.RaftServiceFactory;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.closure.ReadIndexClosure;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.DefaultJRaftServiceFactory;
import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.entity.EnumOutter.ErrorType;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.Task;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.error.RaftException;
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
import lotwatch.replica.link.Link;
import org.jspecify.annotations.Nullable;

/** One voter of the Raft group: the only place that knows the library's node. */
final class Raft implements AutoCloseable {
  /** Says whose folder it is, by {@link Peer#toString}. */
  private static final String MEMBER_FILE = "member";

  private static final String GROUP = "lotwatch";

  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  static {
    ProtobufMsgFactory.load();
  }

  private final NodeImpl node;
  private final PeerId self;
  private final Silence silence;
  private final SyncedMark mark;
  private final MessageCheck check;
  private final @Nullable PeerServer server;
  private final Voters voters;
  private volatile boolean started;
  private volatile @Nullable LogWatch watch;

  private Raft(
      NodeImpl node,
      Voters voters,
      PeerId self,
      Silence silence,
      SyncedMark mark,
      MessageCheck check,
      @Nullable PeerServer server) {
    this.node = node;
    this.voters = voters;
    this.self = self;
    this.silence = silence;
    this.mark = mark;
    this.check = check;
    this.server = server;
  }

  /**
   * Starts the voter. A cluster of one leads at once and opens no port; in a larger one a voter
   * with an empty disk waits until it is let in.
   *
   * @param was who wrote what is in the folder: this node, perhaps at another address
   * @param clock hears what the clocks of the others say
   * @param link to the other voters
   * @param forwarded takes the commands that they send
   * @param sync false loses what was acknowledged when the power fails: only to show that the
   *     checks see it
   */
  static Raft start(
      Path folder,
      Peer was,
      RaftMachine machine,
      ClusterClock clock,
      Link link,
      Forwarding.Here forwarded,
      ReplicaSettings settings,
      boolean sync)
      throws ReplicaException {
    try {
      Files.createDirectories(folder);
      var peers = settings.peers().size() == 1 ? List.of(was) : settings.peers();
      var me = peers.size() == 1 ? was : settings.self();
      var self = id(me);
      NodeManager.getInstance().addAddress(self.getEndpoint());
      var node = (NodeImpl) RaftServiceFactory.createRaftNode(GROUP, self);
      var silence = LibrarySettings.silence(() -> machine.place(self));
      machine.membersBy(node::getCurrentConf);
      LeaderWatch.listen(node.getNodeId().toString(), silence);
      var check = new MessageCheck(() -> voters(node), machine::term);
      var server = peers.size() == 1 ? null : new PeerServer(self.getEndpoint(), silence, check);
      var identity = Identity.of(folder, settings.name());
      var voters =
          new Voters(
              node,
              machine,
              new PeerClient(link.channels()),
              identity,
              Roster.open(folder, settings.peers()),
              clock,
              VoterChanges.CHANGE_WAIT_MAX);
      machine.beforeLeading(voters::compareClocks);
      var mark = new SyncedMark(folder.resolve("mark"));
      var raft = new Raft(node, voters, self, silence, mark, check, server);
      try {
        raft.start(folder, peers, was, machine, link, forwarded, settings, sync);
        return raft;
      } catch (ReplicaException | IOException | RuntimeException e) {
        raft.abandon();
        throw e;
      }
    } catch (IOException e) {
      throw new ReplicaException(Obstacle.told(folder, e), e);
    }
  }

  /** None before the log is open. */
  private static Configuration voters(NodeImpl node) {
    return Objects.requireNonNullElseGet(node.getCurrentConf(), Configuration::new);
  }

  /** Who the folder says that this is: of the same name, perhaps at another address. */
  static Peer self(Path folder, ReplicaSettings settings) throws ReplicaException {
    var file = folder.resolve(MEMBER_FILE);
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(folder);
        AtomicFile.write(file, settings.self().toString());
      }
      var self = Peer.of(Files.readString(file).strip());
      if (!self.name().equals(settings.name())) {
        throw new ReplicaException(
            "%s belongs to %s, not to %s".formatted(folder, self.name(), settings.name()));
      }
      return self;
    } catch (IOException | IllegalArgumentException e) {
      throw new ReplicaException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private void start(
      Path folder,
      List<Peer> peers,
      Peer was,
      RaftMachine machine,
      Link link,
      Forwarding.Here forwarded,
      ReplicaSettings settings,
      boolean sync)
      throws IOException, ReplicaException {
    if (server == null) {
      init(folder, ids(peers), machine, settings, sync);
      return;
    }
    boolean wasHere = Files.exists(folder.resolve("log"));
    voters.answerAt(server, wasHere);
    link.services().forEach(server::serve);
    server.answerLater(
        PeerQuestion.SUBMIT, (command, answer) -> Forwarding.answer(command, forwarded, answer));
    server.open();
    var others =
        ids(peers).stream().filter(peer -> !peer.equals(self)).map(PeerId::getEndpoint).toList();
    var addresses = others.stream().map(Endpoint::toString).toList();
    var calls = new PeerClient(link.channels());
    var identity = Identity.of(folder, settings.name());
    var admission =
        new Admission(calls, addresses, settings.self(), identity, folder, machine.newest());
    boolean moved = !id(was).equals(self);
    if (moved) {
      admission.refuseOtherHistories();
    }
    boolean joins = admission.begin(folder.resolve("log"));
    init(folder, joins ? List.of() : ids(peers), machine, settings, sync);
    Thread.ofPlatform().daemon().name("warmUp").start(() -> WarmUp.of(node, others));
    if (joins) {
      admission.finish();
    }
    if (moved) {
      moveFrom(id(was), machine);
      AtomicFile.write(folder.resolve(MEMBER_FILE), settings.self().toString());
    }
  }

  /**
   * A cluster of one becomes one that others can join: it goes to the address that its settings
   * give. A voter of several may not, as the others know it by its address.
   */
  private void moveFrom(PeerId was, RaftMachine machine) throws ReplicaException {
    var here = new Configuration(List.of(self));
    var members = node.getCurrentConf();
    if (!members.equals(here)) {
      if (!members.equals(new Configuration(List.of(was)))) {
        throw new ReplicaException(
            "this folder belongs to the node at %s, not at %s; the others know it by that"
                .formatted(was, self));
      }
      node.resetPeers(here);
    }
    long deadline = System.nanoTime() + Admission.WAIT_MAX.toNanos();
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
    var metaFiles = new MetaFiles(folder);
    long term = metaFiles.term();
    metaFiles.checkSnapshot();
    var options = LibrarySettings.of(folder, members, machine, settings, silence, sync);
    var snapshotIndex = SnapshotFile.newestIndex(folder.resolve("snapshot"));
    var log =
        new SyncedLog(
            folder.resolve("log"),
            options.getRaftOptions(),
            snapshotIndex,
            mark,
            ofLog -> metaFiles.older(term, ofLog));
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
    if (started) {
      voters.start();
    }
    if (opened) {
      check.opened(log.getTerm(log.getLastLogIndex()));
      watch = LogWatch.start(folder.resolve("log"), log::turns, why -> fail(machine, why));
    }
    if (!opened) {
      throw new ReplicaException(
          Objects.requireNonNullElse(
              log.problem(),
              Objects.requireNonNullElse(
                  machine.broken(), "%s cannot be opened, see the log".formatted(folder))));
    }
  }

  /** Where the leader is reached, as {@code HOST:PORT}; null if this node knows of none. */
  @Nullable String leader() {
    var leader = node.getLeaderId();
    return leader == null || leader.isEmpty() ? null : leader.getEndpoint().toString();
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

  /** Has this voter neither vote nor lead nor acknowledge any more. */
  private void fail(RaftMachine machine, String why) {
    machine.breakOff(why);
    node.onError(new RaftException(ErrorType.ERROR_TYPE_LOG, new Status(RaftError.EIO, "%s", why)));
  }

  /** Begins a snapshot, if none is being written. */
  void snapshot() {
    node.snapshot(status -> {});
  }

  /** Where the others reach this node. */
  String address() {
    return self.getEndpoint().toString();
  }

  /** Who belongs to the cluster. */
  Voters voters() {
    return voters;
  }

  private void stop() throws ReplicaException {
    var watching = watch;
    if (watching != null) {
      watching.close();
    }
    if (server != null) {
      server.close();
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
      LeaderWatch.forget(node.getNodeId().toString());
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
