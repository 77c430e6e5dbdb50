package lotwatch.replica;

import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import lotwatch.wire.proto.Change;
import lotwatch.wire.proto.Greet;
import lotwatch.wire.proto.Greeting;

/**
 * How a node with an empty disk comes in.
 *
 * <p>If no other node has a log, all begin a new cluster. Else this one may have been a voter that
 * lost its disk, and with it what it acknowledged and how it voted: were it to vote again, a voter
 * that knows less could be elected and history be undone. So the leader first takes it out (the
 * others' majority suffices for that), and then in again once it holds the whole log: as a new
 * voter, which has promised nothing yet.
 *
 * @see <a href="https://web.stanford.edu/~ouster/cgi-bin/papers/OngaroPhD.pdf">Ongaro 2014, chapter
 *     4: membership changes</a>
 */
final class Admission {
  private static final System.Logger LOG = System.getLogger("lotwatch.replica");
  private static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(2);
  private static final Duration CHANGE_WAIT_MAX = Duration.ofSeconds(70);

  /** How long a node waits to be let in. */
  static final Duration WAIT_MAX = Duration.ofMinutes(5);

  /** Nodes that are asked at most, leaders that they name among them. */
  private static final int ASKED_MAX = 32;

  private static final Duration TRY_EVERY = Duration.ofMillis(200);

  private final PeerClient calls;
  private final List<String> others;
  private final Peer self;
  private final Identity identity;
  private final Path mark;
  private final int newest;
  private final long deadlineNanos;

  /**
   * @param others each as {@code HOST:PORT}
   * @param folder of the log; a file in it marks that this node is not in yet
   * @param newest the newest version that this node understands
   */
  Admission(
      PeerClient calls,
      List<String> others,
      Peer self,
      Identity identity,
      Path folder,
      int newest) {
    this.calls = calls;
    this.others = List.copyOf(others);
    this.self = self;
    this.identity = identity;
    this.mark = folder.resolve("joining");
    this.newest = newest;
    this.deadlineNanos = System.nanoTime() + WAIT_MAX.toNanos();
  }

  /**
   * Whether this node has to be let in; then it stands outside when this returns.
   *
   * @throws ReplicaException if the others do not answer in time, or refuse it
   */
  boolean begin(Path log) throws ReplicaException, IOException {
    if (Files.exists(log) && !Files.exists(mark)) {
      return false;
    }
    if (!Files.exists(mark) && isNewCluster()) {
      return false;
    }
    AtomicFile.write(mark, self.address());
    LOG.log(INFO, "{0} joins a cluster that has a history", self.address());
    change(false);
    return true;
  }

  /**
   * For a node that was on its own and now gets others: only one of them may bring a history.
   *
   * @throws ReplicaException if another has one too; says what to do
   */
  void refuseOtherHistories() throws ReplicaException {
    for (var other : others) {
      try {
        var greeting = greet(other);
        if (greeting.getHasLog()) {
          throw new ReplicaException(
              "%s and this node at %s both have a history of their own, and they cannot be one: move this folder away to join with an empty one"
                  .formatted(other, self.address()));
        }
      } catch (PeerClient.NoAnswerException e) {
        LOG.log(INFO, "{0} does not answer yet", other);
      }
    }
  }

  /**
   * Comes in, once the leader has brought this node's log up to date.
   *
   * @throws ReplicaException if that takes too long, or is refused
   */
  void finish() throws ReplicaException, IOException {
    change(true);
    Files.delete(mark);
  }

  private boolean isNewCluster() throws ReplicaException {
    while (true) {
      var silent = new ArrayList<String>();
      for (var other : others) {
        try {
          var greeting = greet(other);
          if (greeting.getHasLog()) {
            return false;
          }
          if (greeting.getStarting()) {
            silent.add(other);
          }
        } catch (PeerClient.NoAnswerException e) {
          silent.add(other);
        }
      }
      if (silent.isEmpty()) {
        return true;
      }
      pause(
          "the nodes at %s do not answer; a new cluster begins when all its nodes are up"
              .formatted(String.join(", ", silent)));
    }
  }

  private Greeting greet(String other) throws PeerClient.NoAnswerException, ReplicaException {
    var greeting =
        calls.ask(other, PeerQuestion.GREET, Greet.getDefaultInstance(), ANSWER_WAIT_MAX);
    if (greeting.getVersion() > newest) {
      throw new ReplicaException(
          "the cluster of %s is at version %d, this program understands up to %d: start a newer Lotwatch"
              .formatted(other, greeting.getVersion(), newest));
    }
    return greeting;
  }

  private void change(boolean member) throws ReplicaException {
    var wish =
        Change.newBuilder()
            .setHost(self.host())
            .setPort(self.port())
            .setMember(member)
            .setName(identity.name())
            .setToken(identity.token())
            .build();
    while (true) {
      var said = new ArrayList<String>();
      var asked = new ArrayList<>(others);
      for (int i = 0; i < asked.size(); i++) {
        var other = asked.get(i);
        try {
          var changed = calls.ask(other, PeerQuestion.CHANGE, wish, CHANGE_WAIT_MAX);
          if (changed.getWhyNot().isEmpty()) {
            return;
          }
          var leader = changed.getLeader(); // perhaps the one that has this node's id already
          if (!leader.isEmpty() && !asked.contains(leader) && asked.size() < ASKED_MAX) {
            asked.add(leader);
          }
          if (changed.getRefused()) {
            throw new ReplicaException(
                "the cluster does not let this node in: " + changed.getWhyNot());
          }
          said.add(other + ": " + changed.getWhyNot());
        } catch (PeerClient.NoAnswerException e) {
          said.add(String.valueOf(e.getMessage()));
        }
      }
      pause("no leader lets this node in (%s)".formatted(String.join("; ", said)));
    }
  }

  private void pause(String why) throws ReplicaException {
    if (System.nanoTime() > deadlineNanos || Thread.currentThread().isInterrupted()) {
      throw new ReplicaException(why);
    }
    LockSupport.parkNanos(TRY_EVERY.toNanos());
  }
}
