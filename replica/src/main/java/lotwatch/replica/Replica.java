package lotwatch.replica;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import lotwatch.ledger.Command;
import lotwatch.ledger.Event;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.Versions;
import lotwatch.ledger.View;
import lotwatch.replica.link.BlobPeers;
import lotwatch.replica.link.CameraLink;
import lotwatch.replica.link.Link;
import lotwatch.wire.Forwarded.MovedException;
import lotwatch.wire.HeldCameras;
import lotwatch.wire.RefusedChangeException;
import lotwatch.wire.Snapshot;
import lotwatch.wire.history.HistoryFiles;
import lotwatch.wire.history.HistoryPeers;
import org.jspecify.annotations.Nullable;

/**
 * The ledger that survives: commands go through a Raft log that is on disk before they are
 * answered; the state and the newest events are there for any thread to read.
 *
 * <p>A cluster of one leads at once; its log is the same as that of three.
 */
public final class Replica implements Inbox, EventLog, AutoCloseable {
  /** Bytes of one line of the log; every command within the ledger's limits has fewer. */
  public static final int LINE_BYTES_MAX = Command.LINE_BYTES_MAX;

  private static final Duration START_WAIT_MAX = Duration.ofMinutes(5);

  private final ReplicaSettings settings;
  private final LedgerMachine ledger;
  private final RaftMachine machine;
  private final ClusterClock time;
  private final LeaderClock leaderClock;
  private final VersionWatch versions;
  private final FreeSpace space;
  private final SpaceWatch spaceWatch;
  private final VoterWatch voterWatch;
  private final Raft raft;
  private final Link link;
  private final Submission submission;
  private volatile boolean closed;

  private Replica(
      DataFolder data, ReplicaSettings settings, InstantSource clock, boolean sync, int newest)
      throws ReplicaException {
    var folder = data.path().resolve("raft");
    this.settings = settings;
    space = new FreeSpace(folder, settings.storage().freeBytesMin());
    var disk = new EventStore(data.path().resolve("events"), settings.storage().eventsDiskMax());
    ledger =
        new LedgerMachine(settings.storage().eventsMax(), disk, this::look, newest, data::raise);
    machine = new RaftMachine(ledger, space, settings.snapshots().entries(), this::turn);
    time = new ClusterClock(clock, System::nanoTime, this::leading, ledger::time);
    leaderClock = new LeaderClock(time, () -> view().due(), this::leading, this);
    versions =
        new VersionWatch(
            machine,
            this::voters,
            to -> raise(new Command.RaiseVersion(to, VersionWatch.randomHistory())));
    spaceWatch = new SpaceWatch(space, machine::leading, () -> voters().handOver());
    voterWatch = new VoterWatch(() -> voters().greetAll());
    var was = Raft.self(folder, settings);
    link = new Link(clock);
    var calls = new PeerClient(link.channels());
    submission =
        new Submission(
            settings, time, space, machine, new Forwarding(calls, settings.answerWaitMax()));
    raft = start(folder, was, sync);
    submission.begin(raft, versions::whyNot);
    machine.snapshotBy(raft::snapshot);
    leaderClock.start();
    versions.start();
    spaceWatch.start();
    voterWatch.start();
  }

  private Raft start(Path folder, Peer was, boolean sync) throws ReplicaException {
    try {
      return Raft.start(folder, was, machine, time, link, submission::forwarded, settings, sync);
    } catch (ReplicaException | RuntimeException e) {
      submission.close();
      link.close();
      throw e;
    }
  }

  Voters voters() {
    return raft.voters();
  }

  private Outcome raise(Command.RaiseVersion command) throws UnavailableException, MovedException {
    return submission.commit(command, null);
  }

  /**
   * Opens the replica in this folder, which stays the caller's to close. A cluster of one returns
   * when it leads and its state is that of the end of the log; otherwise see {@link #leading}.
   *
   * @param clock stamps the commands
   * @throws ReplicaException if the folder is damaged or of another node; says what to do
   */
  public static Replica open(DataFolder folder, ReplicaSettings settings, InstantSource clock)
      throws ReplicaException {
    return open(folder, settings, clock, true);
  }

  /**
   * The same, but able to forget.
   *
   * @param sync false loses what was acknowledged when the power fails: only to show that the
   *     checks see it
   */
  public static Replica open(
      DataFolder folder, ReplicaSettings settings, InstantSource clock, boolean sync)
      throws ReplicaException {
    return open(folder, settings, clock, sync, Versions.NEWEST);
  }

  /**
   * The same as an older program would be.
   *
   * @param newest the newest version that it understands and announces
   */
  static Replica open(
      DataFolder folder, ReplicaSettings settings, InstantSource clock, boolean sync, int newest)
      throws ReplicaException {
    var replica = new Replica(folder, settings, clock, sync, newest);
    try {
      if (settings.peers().size() == 1) {
        replica.machine.awaitReadable(START_WAIT_MAX);
      }
      return replica;
    } catch (ReplicaException e) {
      replica.close();
      throw e;
    }
  }

  /** Why nothing is acknowledged here until the process is started again; null as long as it is. */
  public @Nullable String broken() {
    return machine.broken();
  }

  /** What an operator should mend although it answers, a sentence each. */
  public List<String> degraded() {
    return space.isShort() ? List.of(space.why()) : List.of();
  }

  /** The time that commands are given, as this node knows it: what most voters' clocks say. */
  public InstantSource clock() {
    return time;
  }

  /** Whether commands are taken here: this node leads. */
  public boolean leading() {
    return machine.leading();
  }

  /**
   * The voter that leads, as {@code HOST:PORT}, as far as this one knows; null if it knows of none.
   * A cluster of one leads itself.
   */
  public @Nullable String leader() {
    return raft.leader();
  }

  /** The number of the newest election that this node knows the winner of; 0 before the first. */
  public long term() {
    return machine.term();
  }

  /** Where this node is reached by the others, as {@code HOST:PORT}. */
  public String address() {
    return raft.address();
  }

  /** The host of {@link #address}. */
  public String host() {
    return address().substring(0, address().lastIndexOf(':'));
  }

  /**
   * All voters as the leader knows them, as {@code HOST:PORT}; those of the settings if nobody
   * leads, or does not answer.
   */
  public List<String> members() {
    var members = voters().members();
    return members.isEmpty() ? settings.peers().stream().map(Peer::address).toList() : members;
  }

  /**
   * Takes a node in or out, by way of the leader; what is so already is done. One that comes in
   * must be running.
   *
   * @throws RefusedChangeException if it cannot be, such as a host that does not resolve; says why
   * @throws UnavailableException if no leader did it; says why
   */
  public void change(String host, int port, boolean member)
      throws UnavailableException, RefusedChangeException {
    if (member && isCurrent()) {
      throw new RefusedChangeException(
          "this node is on its own and opens no port for others: start it with all nodes in --peers");
    }
    voters().change(host, port, member);
  }

  /**
   * Takes the voter of this name out, by way of the leader, and keeps the name for the node at an
   * address. That one comes in when it is started with an empty folder.
   *
   * @throws RefusedChangeException if it cannot be, such as a name that no voter has; says why
   * @throws UnavailableException if no leader did it; says why
   */
  public void replace(String name, String host, int port)
      throws UnavailableException, RefusedChangeException {
    voters().replace(name, host, port);
  }

  /**
   * Waits until this node knows all that was acknowledged before, for which there must be a leader
   * and so a majority of the voters.
   */
  public void awaitMajority() throws ReplicaException {
    try {
      catchUp(START_WAIT_MAX);
    } catch (UnavailableException e) {
      throw new ReplicaException(
          "%s, for %s: are most of the nodes running?".formatted(e.getMessage(), START_WAIT_MAX),
          e);
    }
  }

  /** Answers the other nodes about these cameras from now on, and asks them about theirs. */
  public CameraLink cameras(HeldCameras held) {
    return link.cameras(new NodeId(settings.name()), this, held);
  }

  /** Gives the other nodes this history from now on. */
  public void serve(HistoryFiles history) {
    link.serve(history);
  }

  /** The histories of the other nodes. */
  public HistoryPeers histories() {
    return link.histories(new NodeId(settings.name()), this);
  }

  /** The blobs of the other nodes, and what gives them those of this one. */
  public BlobPeers blobs() {
    return link.blobs();
  }

  private void look() {
    leaderClock.wake();
  }

  private void turn() {
    leaderClock.wake();
    versions.wake();
  }

  /**
   * The version that the cluster is at, as far as this node knows: commands of later versions are
   * not taken. It is raised when all voters understand a newer one.
   */
  public int version() {
    return machine.version();
  }

  @Override
  public Outcome submit(Command command, @Nullable RequestId request) throws UnavailableException {
    return submission.submit(command, request);
  }

  @Override
  public void submit(Command command, @Nullable RequestId request, Answer answer) {
    submission.submit(command, request, answer);
  }

  @Override
  public boolean isCurrent() {
    return settings.peers().size() <= 1;
  }

  @Override
  public void catchUp() throws UnavailableException {
    if (!isCurrent()) {
      catchUp(settings.busyWaitMax());
    }
  }

  /** Asks again while there is no leader, or a new one has not committed anything yet. */
  private void catchUp(Duration waitMax) throws UnavailableException {
    long deadline = System.nanoTime() + waitMax.toNanos();
    while (true) {
      try {
        raft.catchUp(settings.busyWaitMax());
        return;
      } catch (UnavailableException e) {
        if (closed || System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(Submission.LEADER_WAIT.toNanos());
      }
    }
  }

  @Override
  public View view() {
    return ledger.view();
  }

  @Override
  public Listening listen(Runnable listener) {
    return ledger.listen(listener);
  }

  @Override
  public List<Event> after(long sequence, int eventsMax, long waitMillisMax)
      throws GapException, InterruptedException {
    return ledger.after(sequence, eventsMax, waitMillisMax);
  }

  @Override
  public long oldest() {
    return ledger.oldest();
  }

  /** How the keeping of events for consumers goes. */
  public KeptEvents keptEvents() {
    return ledger.events();
  }

  /** The state and the newest events; only while nothing is being applied. */
  Snapshot saved() {
    return ledger.save();
  }

  /** Begins a snapshot now, if none is being written. */
  void snapshot() {
    raft.snapshot();
  }

  @Override
  public void close() throws ReplicaException {
    if (closed) {
      return;
    }
    closed = true;
    submission.close();
    leaderClock.close();
    versions.close();
    spaceWatch.close();
    voterWatch.close();
    link.close();
    raft.close();
    try {
      ledger.close();
    } catch (IOException e) {
      throw new ReplicaException("the events on disk cannot be closed: " + e, e);
    }
  }
}
