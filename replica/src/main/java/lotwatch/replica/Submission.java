package lotwatch.replica;

import static java.lang.System.Logger.Level.ERROR;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import lotwatch.ledger.Command;
import lotwatch.ledger.Entry;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.EntryCodec;
import lotwatch.wire.Forwarded.MovedException;
import org.jspecify.annotations.Nullable;

/** The way of commands into the log: here while this node leads, else by the leader. */
final class Submission implements Inbox, AutoCloseable {
  private static final System.Logger LOG = System.getLogger("lotwatch.replica");

  /** Between two looks for a new leader. */
  static final Duration LEADER_WAIT = Duration.ofMillis(20);

  private final ReplicaSettings settings;
  private final InstantSource clock;
  private final FreeSpace space;
  private final RaftMachine machine;
  private final Forwarding forwarding;
  private final RequestIds requestIds;
  private final Semaphore places;
  private final Overdue overdue;
  private volatile @Nullable Raft raft;
  private volatile IntFunction<String> whyNot = "version %d is not understood by all"::formatted;
  private volatile boolean closed;

  /**
   * A way that is not open yet.
   *
   * @param space on the disk of the log
   * @param machine applies what was committed
   */
  Submission(
      ReplicaSettings settings,
      InstantSource clock,
      FreeSpace space,
      RaftMachine machine,
      Forwarding forwarding) {
    this.settings = settings;
    this.clock = clock;
    this.space = space;
    this.machine = machine;
    this.forwarding = forwarding;
    requestIds = new RequestIds(settings.name());
    places = new Semaphore(settings.inFlightMax());
    overdue = new Overdue(settings.answerWaitMax());
  }

  /**
   * Opens the way.
   *
   * @param whyNot says why no command of a version is taken yet
   */
  void begin(Raft raft, IntFunction<String> whyNot) {
    this.whyNot = whyNot;
    this.raft = raft;
  }

  @Override
  public Outcome submit(Command command, @Nullable RequestId name) throws UnavailableException {
    return submit(command, name, false);
  }

  @Override
  public void submit(Command command, @Nullable RequestId request, Answer answer) {
    if (!proposesAtOnce(command, request, new Continued(this, command, request, answer))) {
      inOwnThread(command, request, false, answer);
    }
  }

  private void inOwnThread(
      Command command, @Nullable RequestId request, boolean mayBeApplied, Answer answer) {
    Thread.ofVirtual()
        .name("submit")
        .start(() -> {
          try {
            answer.committed(submit(command, request, mayBeApplied));
          } catch (UnavailableException e) {
            answer.unavailable(e);
          } catch (RuntimeException e) {
            LOG.log(ERROR, "a command failed", e);
            answer.unavailable(new UnavailableException("it failed: " + e, true));
          }
        });
  }

  /** Whether it can be proposed without waiting for anything; it is, then. */
  private boolean proposesAtOnce(
      Command command, @Nullable RequestId request, Pending.Asker asker) {
    var entry = entry(command, request);
    if (!machine.leading() || entry.version() > machine.version() || space.isShort(command)) {
      return false;
    }
    byte[] line = EntryCodec.bytes(entry);
    if (line.length > command.bytesMax() || !places.tryAcquire()) {
      return false;
    }
    var pending = new Pending(places, new AtOnce(this, asker));
    overdue.watch(pending);
    propose(line, pending);
    return true;
  }

  /** A command that was proposed here by who does not wait. */
  private record AtOnce(Submission submission, Pending.Asker asker) implements Pending.Asker {
    @Override
    public void committed(Outcome outcome) {
      asker.committed(outcome);
    }

    @Override
    public void unavailable(UnavailableException why) {
      if (submission.hasLostLead()) {
        moved(new MovedException(String.valueOf(why.getMessage()), why.mayBeApplied()));
      } else {
        asker.unavailable(why);
      }
    }

    @Override
    public void moved(MovedException why) {
      asker.moved(why);
    }
  }

  /** A command that was proposed here, and goes to the next leader if this one loses it. */
  private record Continued(
      Submission submission, Command command, @Nullable RequestId request, Answer answer)
      implements Pending.Asker {
    @Override
    public void committed(Outcome outcome) {
      answer.committed(outcome);
    }

    @Override
    public void unavailable(UnavailableException why) {
      answer.unavailable(why);
    }

    @Override
    public void moved(MovedException why) {
      if (why.mayBeApplied() && !isHarmless(command, request)) {
        answer.unavailable(new UnavailableException(String.valueOf(why.getMessage()), true));
        return;
      }
      submission.inOwnThread(command, request, why.mayBeApplied(), answer);
    }
  }

  private Outcome submit(Command command, @Nullable RequestId name, boolean before)
      throws UnavailableException {
    var request = name;
    long deadline = System.nanoTime() + settings.answerWaitMax().toNanos();
    boolean mayBeApplied = before;
    while (true) {
      try {
        if (settings.peers().size() == 1 || machine.leading()) {
          return here(command, request);
        }
        request = request == null ? requestIds.of(command) : request;
        return there(entry(command, request));
      } catch (MovedException e) {
        mayBeApplied |= e.mayBeApplied();
        boolean harmless = !mayBeApplied || isHarmless(command, request);
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

  /** Whether it may be applied a second time: its name is known then, or it does no harm. */
  private static boolean isHarmless(Command command, @Nullable RequestId request) {
    return request != null || !command.mustHappenOnce();
  }

  /** A command that another node sent; the leader's time counts. */
  void forwarded(Entry entry, Pending.Asker asker) {
    if (!machine.leading()) {
      asker.moved(new MovedException("this node does not lead", false));
    } else if (!proposesAtOnce(entry.command(), entry.request(), asker)) {
      Thread.ofVirtual().name("forwarded").start(() -> hereWaiting(entry, asker));
    }
  }

  private void hereWaiting(Entry entry, Pending.Asker asker) {
    try {
      asker.committed(here(entry.command(), entry.request()));
    } catch (UnavailableException e) {
      asker.unavailable(e);
    } catch (MovedException e) {
      asker.moved(e);
    }
  }

  private Outcome there(Entry entry) throws UnavailableException, MovedException {
    var open = raft;
    var leader = open == null ? null : open.leader();
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

  /** As the cluster takes it now: while nodes of an older version are in it, they read it too. */
  private Entry entry(Command command, @Nullable RequestId request) {
    return new Entry(clock.instant(), request, command).asOf(machine.version());
  }

  private Outcome here(Command command, @Nullable RequestId request)
      throws UnavailableException, MovedException {
    int version = entry(command, request).version();
    if (version > machine.version()) {
      throw new UnavailableException(whyNot.apply(version), false);
    }
    return commit(command, request);
  }

  /** Commits a command here, whether this node leads or not. */
  Outcome commit(Command command, @Nullable RequestId request)
      throws UnavailableException, MovedException {
    byte[] line = EntryCodec.bytes(entry(command, request));
    if (line.length > command.bytesMax()) {
      return new Outcome.Rejected(
          Outcome.Reason.LIMIT,
          "the command takes %d bytes, the limit is %d".formatted(line.length, command.bytesMax()));
    }
    if (space.isShort(command)) {
      throw full();
    }
    takePlace();
    var end = new Awaited();
    propose(line, new Pending(places, end));
    try {
      return end.await(settings.answerWaitMax());
    } catch (UnavailableException e) {
      if (hasLostLead()) {
        throw new MovedException(String.valueOf(e.getMessage()), e.mayBeApplied());
      }
      throw e;
    }
  }

  /** Of several voters another one may have space, and leads soon (see {@link SpaceWatch}). */
  private MovedException full() throws UnavailableException {
    if (settings.peers().size() == 1) {
      throw new UnavailableException(space.why(), false);
    }
    return new MovedException(space.why(), false);
  }

  private boolean hasLostLead() {
    return settings.peers().size() > 1 && (closed || !machine.leading());
  }

  private void propose(byte[] line, Pending pending) {
    var broken = machine.broken();
    var open = raft;
    if (closed || open == null || broken != null) {
      pending.fail(broken == null ? "the replica is closed" : broken, false);
      return;
    }
    try {
      open.propose(line, new Proposal(pending));
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
  public void close() {
    closed = true;
    overdue.close();
  }
}
