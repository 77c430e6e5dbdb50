package lotwatch.replica;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.Forwarded.MovedException;

/**
 * The leader's look at the versions that the voters understand. It raises the cluster's version
 * once all voters understand a newer one, and says which of them are older than the cluster. A
 * thread of its own, which sleeps where this node does not lead.
 */
final class VersionWatch implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** When there is nothing to raise, only to say that a node went back. */
  private static final Duration LOOK_EVERY_WHEN_RAISED = Duration.ofSeconds(5);

  private static final System.Logger LOG = System.getLogger("lotwatch.replica");

  private final RaftMachine machine;
  private final Supplier<Voters> voters;
  private final Raise raise;
  private final Set<String> told = new HashSet<>();
  private final Thread thread;
  private volatile Map<String, Integer> newest = Map.of();
  private volatile boolean closed;

  /** What puts the raise into the log. */
  @FunctionalInterface
  interface Raise {
    void to(int version) throws UnavailableException, MovedException;
  }

  VersionWatch(RaftMachine machine, Supplier<Voters> voters, Raise raise) {
    this.machine = machine;
    this.voters = voters;
    this.raise = raise;
    thread = Thread.ofPlatform().daemon().name("version-watch").unstarted(this::run);
  }

  /** An id for a history of events that has none. */
  static String randomHistory() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  void start() {
    thread.start();
  }

  /** This node may have begun to lead. */
  void wake() {
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closed) {
      if (machine.leading()) {
        look();
        boolean raised = machine.version() >= machine.newest();
        LockSupport.parkNanos(this, (raised ? LOOK_EVERY_WHEN_RAISED : LOOK_EVERY).toNanos());
      } else {
        LockSupport.park(this);
      }
    }
  }

  private void look() {
    newest = voters.get().newest();
    int common = newest.isEmpty() ? 0 : Collections.min(newest.values());
    if (common > machine.version()) {
      voters.get().whileMembersAre(newest.keySet(), () -> raise(common));
    }
    newest.forEach(this::tell);
  }

  private void raise(int version) {
    try {
      raise.to(version);
    } catch (UnavailableException | MovedException e) {
      LOG.log(DEBUG, "the version is raised later: {0}", e.getMessage());
    }
  }

  private void tell(String member, int understood) {
    int version = machine.version();
    if (understood == 0) {
      return;
    }
    if (understood < version && told.add(member)) {
      LOG.log(
          WARNING,
          "the node at {0} understands version {1} and the cluster is at version {2}: it cannot take part until it is started with a newer Lotwatch",
          member,
          Integer.toString(understood),
          Integer.toString(version));
    }
    if (understood >= version && told.remove(member)) {
      LOG.log(INFO, "the node at {0} understands the cluster''s version now", member);
    }
  }

  /** Why a command of this version is not taken yet; names the voters that it waits for. */
  String whyNot(int version) {
    var older =
        newest.entrySet().stream()
            .filter(each -> each.getValue() < version)
            .map(each -> each.getKey() + of(each.getValue()))
            .collect(Collectors.joining(", "));
    return "the command is of version %d and the cluster is at version %d%s"
        .formatted(
            version,
            machine.version(),
            older.isEmpty() ? ", which is about to be raised" : ", because the node at " + older);
  }

  private static String of(int understood) {
    return understood == 0 ? " does not answer" : " understands version " + understood;
  }

  /** Does not wait: a question on its way ends within its time. */
  @Override
  public void close() {
    closed = true;
    wake();
  }
}
