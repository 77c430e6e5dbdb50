package lotwatch.replica;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import lotwatch.ledger.Command;
import lotwatch.ledger.Entry;
import lotwatch.ledger.Event;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.Journal;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Picture;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.EntryCodec;
import org.jspecify.annotations.Nullable;

/**
 * The ledger that survives: commands go through a Raft log that is on disk before they are
 * answered; the state and the newest events are there for any thread to read.
 *
 * <p>A cluster of one leads at once; its log is the same as that of three.
 */
public final class Replica implements Inbox, Journal, AutoCloseable {
  /** Bytes of one line of the log; every command within the ledger's limits has fewer. */
  public static final int LINE_BYTES_MAX = 400_000;

  private static final Duration START_WAIT_MAX = Duration.ofMinutes(5);

  private final ReplicaSettings settings;
  private final InstantSource clock;
  private final FreeSpace space;
  private final Semaphore places;
  private final LedgerMachine ledger;
  private final RaftMachine machine;
  private final LeaderClock leaderClock;
  private final Raft raft;
  private volatile boolean closed;

  private Replica(Path folder, ReplicaSettings settings, InstantSource clock, boolean sync)
      throws ReplicaException {
    this.settings = settings;
    this.clock = clock;
    space = new FreeSpace(folder, settings.freeBytesMin());
    places = new Semaphore(settings.inFlightMax());
    ledger = new LedgerMachine(settings.eventsMax(), this::look);
    machine = new RaftMachine(ledger, space, settings.snapshotEntries(), this::look);
    leaderClock = new LeaderClock(clock, () -> picture().due(), this::leading, this);
    var self = self(folder, settings);
    var peers = settings.peers().size() == 1 ? List.of(self) : settings.peers();
    raft = Raft.start(folder, peers, self, machine, settings, sync);
    machine.snapshotBy(raft::snapshot);
    leaderClock.start();
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
   * @param sync false loses what was acknowledged when the power fails: only to show that the
   *     checks see it
   */
  static Replica open(
      DataFolder folder, ReplicaSettings settings, InstantSource clock, boolean sync)
      throws ReplicaException {
    var replica = new Replica(folder.path().resolve("raft"), settings, clock, sync);
    try {
      if (settings.peers().size() == 1) {
        replica.awaitReadable();
      }
      return replica;
    } catch (ReplicaException e) {
      replica.close();
      throw e;
    }
  }

  private static Peer self(Path folder, ReplicaSettings settings) throws ReplicaException {
    var file = folder.resolve("member");
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(folder);
        Small.write(file, settings.self().toString());
      }
      var self = Peer.of(Files.readString(file).strip());
      if (!self.name().equals(settings.name())) {
        throw new ReplicaException(
            "%s belongs to %s, not to %s".formatted(folder, self.name(), settings.name()));
      }
      if (settings.peers().size() > 1 && !self.equals(settings.self())) {
        throw new ReplicaException(
            "%s belongs to %s, not to %s".formatted(folder, self, settings.self()));
      }
      return self;
    } catch (IOException | IllegalArgumentException e) {
      throw new ReplicaException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private void awaitReadable() throws ReplicaException {
    try {
      if (!machine.readable().await(START_WAIT_MAX.toMillis(), MILLISECONDS)) {
        throw new ReplicaException("no leader in %s".formatted(START_WAIT_MAX));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReplicaException("interrupted while opening the log", e);
    }
    if (machine.broken() != null) {
      throw new ReplicaException(machine.broken());
    }
  }

  /** Whether commands are taken here: this member leads. */
  public boolean leading() {
    return machine.leading();
  }

  private void look() {
    leaderClock.wake();
  }

  @Override
  public Outcome submit(Command command, @Nullable RequestId request) throws UnavailableException {
    byte[] line = EntryCodec.bytes(new Entry(clock.instant(), request, command));
    if (line.length > LINE_BYTES_MAX) {
      return new Outcome.Refused(
          Outcome.Reason.LIMIT,
          "the command takes %d bytes, the limit is %d".formatted(line.length, LINE_BYTES_MAX));
    }
    space.check();
    takePlace();
    var pending = new Pending(places);
    propose(line, pending);
    return pending.await(settings.answerWaitMax());
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
  public Picture picture() {
    return ledger.picture();
  }

  @Override
  public List<Event> after(long sequence, int eventsMax, long waitMillisMax)
      throws GapException, InterruptedException {
    return ledger.after(sequence, eventsMax, waitMillisMax);
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
    raft.close();
  }
}
