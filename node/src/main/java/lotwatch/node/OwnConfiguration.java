package lotwatch.node;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import lotwatch.ledger.Configuration;
import lotwatch.ledger.ConfigurationCommand.ApplyConfiguration;
import lotwatch.ledger.ConfigurationCommand.Reserved;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.Revision;
import lotwatch.ledger.UnavailableException;
import lotwatch.media.camera.Source;
import lotwatch.node.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * What this node's own file says, beside the revision that is in force. It becomes the first
 * revision where there is none, and the next one where this node is alone and the file is not the
 * one that it applied last; otherwise it changes nothing, and how it differs is said. A thread of
 * its own looks whether the file has changed.
 */
final class OwnConfiguration implements AutoCloseable {
  /** Between two looks at the file. */
  static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  /** How long a start waits for a revision to be in force; it goes on without one. */
  static final Duration FIRST_WAIT_MAX = Duration.ofSeconds(10);

  /** Lines of a difference in the log and in what operators are told. */
  static final int LINES_MAX = 100;

  /** The version of the cluster from which on there are revisions. */
  private static final int VERSION_MIN = 2;

  private static final Duration TRY_EVERY = Duration.ofMillis(20);
  private static final System.Logger LOG = System.getLogger("lotwatch.node");

  private final Cluster cluster;
  private final Inbox inbox;
  private final String fileName;
  private final @Nullable FileWatch file;
  private final AppliedFile applied;
  private final Thread thread;
  private volatile Configuration own;
  private volatile @Nullable String broken;
  private volatile boolean closed;
  private String told = "";

  /** The cluster, as far as a configuration depends on it. */
  interface Cluster {
    /** Whether this node is its only member. */
    boolean isAlone();

    boolean leading();

    /** The version of the commands that it takes. */
    int version();

    /** Whether the ledger has a lot or a camera. */
    boolean hasCampus();

    /** Lots that are open and not in this configuration. */
    List<String> missing(Configuration content);

    Revision inForce();
  }

  /**
   * @param own what the file said when this node was started
   * @param file null if there is none that could change
   * @param applied what it last put in force
   */
  OwnConfiguration(
      Cluster cluster,
      Inbox inbox,
      Configuration own,
      @Nullable ConfigurationFile file,
      AppliedFile applied) {
    this.cluster = cluster;
    this.inbox = inbox;
    this.own = own;
    this.applied = applied;
    this.file = file == null ? null : new FileWatch(file);
    this.fileName = file == null ? "FILE" : file.path().toString();
    thread = Thread.ofPlatform().daemon().name("configuration").unstarted(this::run);
  }

  /**
   * Waits until a revision is in force, which may be this node's own, and goes on in the
   * background.
   *
   * @throws NodeException if the ledger rejects it altogether or cannot answer
   */
  void begin() throws NodeException {
    long deadline = System.nanoTime() + FIRST_WAIT_MAX.toNanos();
    try {
      while (!settle() && System.nanoTime() < deadline) {
        LockSupport.parkNanos(this, TRY_EVERY.toNanos());
      }
    } catch (UnavailableException e) {
      throw new NodeException("the ledger does not answer: " + e.getMessage(), e);
    }
    tell();
    thread.start();
  }

  /** Whether there is nothing to wait for. */
  private boolean settle() throws NodeException, UnavailableException {
    var inForce = cluster.inForce();
    boolean first = inForce.number() == 0;
    if (!first && inForce.content().equals(own)) {
      applied.keep(own);
      return true;
    }
    if (!first && (!cluster.isAlone() || applied.is(own))) {
      return true;
    }
    if (cluster.version() < VERSION_MIN) {
      return !cluster.isAlone() && cluster.hasCampus();
    }
    if (cluster.isAlone()) {
      return isOfAnotherCampus(inForce.content()) || propose(inForce.number());
    }
    return cluster.leading() && (!cluster.missing(own).isEmpty() || propose(0));
  }

  /**
   * Whether the file has none of the lots and cameras in force: it is the wrong file, or the
   * shipped one because no other was named. Who begins with the simulated campus gets their own
   * without asking.
   */
  private boolean isOfAnotherCampus(Configuration inForce) {
    return !inForce.lots().isEmpty()
        && inForce.cameras().stream()
            .noneMatch(camera -> Source.parse(camera.source()) instanceof Source.Simulated)
        && Collections.disjoint(inForce.lotsById().keySet(), own.lotsById().keySet())
        && Collections.disjoint(inForce.camerasById().keySet(), own.camerasById().keySet());
  }

  private boolean propose(long base) throws NodeException, UnavailableException {
    if (!(inbox.submit(new ApplyConfiguration(base, own, Reserved.STAYS), null)
        instanceof Rejected rejected)) {
      applied.keep(own);
      return true;
    }
    if (rejected.reason() == Reason.RESERVED) {
      LOG.log(
          WARNING,
          "reservations would end, so the configuration stays as it is: {0}. To apply it all the same: lotwatch apply {1} --close-reserved",
          rejected.detail(),
          fileName);
      return true;
    }
    if (rejected.reason() == Reason.WRONG_REVISION) {
      return false;
    }
    throw new NodeException("the ledger rejects the configuration: " + rejected.detail(), null);
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(this, LOOK_EVERY.toNanos());
      if (!closed) {
        look();
      }
    }
  }

  private void look() {
    if (file != null) {
      read(file);
    }
    try {
      boolean first = cluster.inForce().number() == 0 && cluster.version() >= VERSION_MIN;
      if (first && cluster.leading() && cluster.missing(own).isEmpty()) {
        propose(0);
      }
    } catch (NodeException | UnavailableException e) {
      LOG.log(INFO, "the first revision is proposed later: {0}", e.getMessage());
    }
    tell();
  }

  private void read(FileWatch watched) {
    try {
      var read = watched.readIfChanged();
      if (read != null) {
        if (broken != null) {
          LOG.log(INFO, "{0} can be read again", fileName);
        }
        own = read;
        broken = null;
      }
    } catch (ConfigException e) {
      broken = String.valueOf(e.getMessage());
      LOG.log(WARNING, "the configuration in force stays, because the file is wrong: {0}", broken);
    }
  }

  /** Says once how the file differs from what is in force. */
  private void tell() {
    var lines = String.join(System.lineSeparator() + "  ", differing());
    if (!lines.equals(told)) {
      told = lines;
      if (!lines.isEmpty()) {
        LOG.log(WARNING, "this node''s configuration {0}", lines);
      }
    }
  }

  /** What this node's file says. */
  Configuration own() {
    return own;
  }

  /** What is wrong with the file now, with its line; none if it can be read. */
  List<String> degraded() {
    var why = broken;
    return why == null
        ? List.of()
        : List.of("the configuration file is wrong, the last good one counts: " + why);
  }

  /** How the file differs from what is in force, and what to do; none if it does not. */
  List<String> differing() {
    var inForce = cluster.inForce();
    if (inForce.number() == 0) {
      var missing = cluster.missing(own);
      return missing.isEmpty()
          ? List.of()
          : List.of(
              "is not applied, because it would close lots: %s. Run: lotwatch apply %s"
                  .formatted(String.join(", ", missing), fileName));
    }
    var difference = Difference.between(inForce.content(), own);
    if (difference.isEmpty()) {
      return List.of();
    }
    var lines = new ArrayList<String>();
    lines.add(
        "differs from revision %d, which is in force%s; to apply it run: lotwatch apply %s"
            .formatted(inForce.number(), why(inForce.content()), fileName));
    difference.stream().limit(LINES_MAX).forEach(lines::add);
    if (difference.size() > LINES_MAX) {
      lines.add("and %d more".formatted(difference.size() - LINES_MAX));
    }
    return lines;
  }

  private String why(Configuration inForce) {
    if (isOfAnotherCampus(inForce)) {
      return " and has none of its lots and cameras";
    }
    return cluster.isAlone() && applied.is(own)
        ? ": it was applied after this file, which has not changed since"
        : "";
  }

  /** Does not wait: a look ends by itself. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
