package lotwatch.replica;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import lotwatch.ledger.Command;
import lotwatch.ledger.Entry;
import lotwatch.ledger.Event;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.Versions;
import lotwatch.ledger.View;
import lotwatch.replica.link.CameraLink;
import lotwatch.replica.link.Link;
import lotwatch.wire.EntryCodec;
import lotwatch.wire.Forwarded.MovedException;
import lotwatch.wire.HeldCameras;
import lotwatch.wire.Snapshot;
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

  /** Between two looks for a new leader. */
  private static final Duration LEADER_WAIT = Duration.ofMillis(20);

  private final ReplicaSettings settings;
  private final InstantSource clock;
  private final FreeSpace space;
  private final Semaphore places;
  private final LedgerMachine ledger;
  private final RaftMachine machine;
  private final LeaderClock leaderClock;
  private final VersionWatch versions;
  private final Raft raft;
  private final Link link;
  private final Forwarding forwarding;
  private final Names names;
  private volatile boolean closed;

  private Replica(
      DataFolder data, ReplicaSettings settings, InstantSource clock, boolean sync, int newest)
      throws ReplicaException {
    var folder = data.path().resolve("raft");
    this.settings = settings;
    this.clock = clock;
    space = new FreeSpace(folder, settings.storage().freeBytesMin());
    places = new Semaphore(settings.inFlightMax());
    var disk = new EventStore(data.path().resolve("events"), settings.storage().eventsDiskMax());
    ledger =
        new LedgerMachine(settings.storage().eventsMax(), disk, this::look, newest, data::raise);
    machine = new RaftMachine(ledger, space, settings.snapshots().entries(), this::turn);
    leaderClock = new LeaderClock(clock, () -> view().due(), this::leading, this);
    versions =
        new VersionWatch(
            machine,
            this::voters,
            to -> commit(new Command.RaiseVersion(to, VersionWatch.randomHistory()), null));
    var was = Raft.self(folder, settings);
    link = new Link(clock);
    var calls = new PeerClient(link.channels());
    names = new Names(settings.name());
    forwarding = new Forwarding(calls, settings.answerWaitMax());
    raft = Raft.start(folder, was, machine, link, this::forwarded, settings, sync);
    machine.snapshotBy(raft::snapshot);
    leaderClock.start();
    versions.start();
  }

  private Voters voters() {
    return raft.voters();
  }

  /**
   * Opens the replica in this folder, which stays the caller's to close. A cluster of one returns
   * when it leads and its state is that of the end of the log; otherwise see {@link #leading}.
   *
   * @param clock stamps the commands
   * @throws ReplicaException if the folder is damaged or of another member; says what to do
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

  /** Whether commands are taken here: this member leads. */
  public boolean leading() {
    return machine.leading();
  }

  /**
   * The member that leads, as {@code HOST:PORT}, as far as this one knows; null if it knows of
   * none. A cluster of one leads itself.
   */
  public @Nullable String leader() {
    return raft.leader();
  }

  /** The number of the newest election that this member knows the winner of; 0 before the first. */
  public long term() {
    return machine.term();
  }

  /** Where this member is reached by the others, as {@code HOST:PORT}. */
  public String address() {
    return raft.address();
  }

  /** The host of {@link #address}. */
  public String host() {
    return address().substring(0, address().lastIndexOf(':'));
  }

  /**
   * All members as the leader knows them, as {@code HOST:PORT}; those of the settings if nobody
   * leads, or does not answer.
   */
  public List<String> members() {
    var members = voters().members();
    return members.isEmpty() ? settings.peers().stream().map(Peer::address).toList() : members;
  }

  /**
   * Takes a member in or out, by way of the leader; what is so already is done. A member that comes
   * in must be running.
   *
   * @throws UnavailableException if no leader did it; says why
   */
  public void change(String host, int port, boolean member) throws UnavailableException {
    voters().change(host, port, member);
  }

  /**
   * Waits until this member knows all that was acknowledged before, for which there must be a
   * leader and so a majority of the members.
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

  private void look() {
    leaderClock.wake();
  }

  private void turn() {
    leaderClock.wake();
    versions.wake();
  }

  /**
   * The version that the cluster is at, as far as this member knows: commands of later versions are
   * not taken. It is raised when all members understand a newer one.
   */
  public int version() {
    return machine.version();
  }

  @Override
  public Outcome submit(Command command, @Nullable RequestId name) throws UnavailableException {
    var request = name;
    long deadline = System.nanoTime() + settings.answerWaitMax().toNanos();
    boolean mayBeApplied = false;
    while (true) {
      try {
        if (settings.peers().size() == 1 || leading()) {
          return here(command, request);
        }
        request = request == null ? names.of(command) : request;
        return there(new Entry(clock.instant(), request, command));
      } catch (MovedException e) {
        mayBeApplied |= e.mayBeApplied();
        boolean harmless = !mayBeApplied || request != null;
        if (closed || !harmless || System.nanoTime() > deadline) {
          throw new UnavailableException(String.valueOf(e.getMessage()), mayBeApplied);
        }
        LockSupport.parkNanos(LEADER_WAIT.toNanos());
      } catch (UnavailableException e) {
        throw new UnavailableException(
            String.valueOf(e.getMessage()), mayBeApplied || e.mayBeApplied());
      }
    }
  }

  /** A command that another member sent; the leader's time counts. */
  private Outcome forwarded(Entry entry) throws UnavailableException, MovedException {
    if (!leading()) {
      throw new MovedException("this node does not lead", false);
    }
    return here(entry.command(), entry.request());
  }

  private Outcome there(Entry entry) throws UnavailableException, MovedException {
    var leader = raft.leader();
    if (leader == null) {
      throw new MovedException("there is no leader now", false);
    }
    takePlace();
    try {
      return forwarding.submit(entry, leader);
    } finally {
      places.release();
    }
  }

  private Outcome here(Command command, @Nullable RequestId request)
      throws UnavailableException, MovedException {
    if (command.version() > version()) {
      throw new UnavailableException(versions.whyNot(command.version()), false);
    }
    return commit(command, request);
  }

  private Outcome commit(Command command, @Nullable RequestId request)
      throws UnavailableException, MovedException {
    byte[] line = EntryCodec.bytes(new Entry(clock.instant(), request, command));
    if (line.length > command.bytesMax()) {
      return new Outcome.Rejected(
          Outcome.Reason.LIMIT,
          "the command takes %d bytes, the limit is %d".formatted(line.length, command.bytesMax()));
    }
    space.check();
    takePlace();
    var pending = new Pending(places);
    propose(line, pending);
    try {
      return pending.await(settings.answerWaitMax());
    } catch (UnavailableException e) {
      if (settings.peers().size() > 1 && (closed || !leading())) {
        throw new MovedException(String.valueOf(e.getMessage()), e.mayBeApplied());
      }
      throw e;
    }
  }

  private void propose(byte[] line, Pending pending) {
    var broken = machine.broken();
    if (closed || broken != null) {
      pending.fail(broken == null ? "the replica is closed" : broken, false);
      return;
    }
    try {
      raft.propose(line, new Proposal(pending));
    } catch (IllegalStateException | RejectedExecutionException e) {
      pending.fail("the replica is closing", false);
    }
  }

  private void takePlace() throws UnavailableException {
    try {
      if (!places.tryAcquire(settings.busyWaitMax().toMillis(), MILLISECONDS)) {
        throw new UnavailableException(
            "busy: %d commands wait already".formatted(settings.inFlightMax()), false);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted before the command was taken", false);
    }
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
        LockSupport.parkNanos(LEADER_WAIT.toNanos());
      }
    }
  }

  @Override
  public View view() {
    return ledger.view();
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
    leaderClock.close();
    versions.close();
    link.close();
    raft.close();
    try {
      ledger.close();
    } catch (IOException e) {
      throw new ReplicaException("the events on disk cannot be closed: " + e, e);
    }
  }
}
