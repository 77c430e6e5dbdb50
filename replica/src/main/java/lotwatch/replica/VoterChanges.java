package lotwatch.replica;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.util.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import lotwatch.ledger.Versions;
import lotwatch.wire.proto.Change;
import lotwatch.wire.proto.Changed;
import lotwatch.wire.proto.Greeting;
import lotwatch.wire.proto.Replace;

/**
 * The leader's part of a change of voters: one at a time, looked at first, and given up when it
 * takes too long. While voters change the version is not raised, and the other way round: a node
 * that comes in understands the version.
 */
final class VoterChanges {
  /** Then a change is given up. A node that comes in gets the whole log in this time. */
  static final Duration CHANGE_WAIT_MAX = Duration.ofMinutes(1);

  private static final Duration LOCK_WAIT_MAX = Duration.ofSeconds(15);
  private static final Duration GIVE_UP_WAIT_MAX = Duration.ofSeconds(5);
  private static final System.Logger LOG = System.getLogger("lotwatch.replica");

  private final NodeImpl node;
  private final Roster roster;
  private final Supplier<Integer> version;
  private final Function<String, Optional<Greeting>> greet;
  private final Consumer<Replace> tell;
  private final Duration waitMax;
  private final ReentrantLock changing = new ReentrantLock();

  /**
   * @param version that the cluster is at
   * @param greet asks a node who it is; empty if it does not answer
   * @param tell tells the other voters which name is kept for which address
   * @param waitMax then a change is given up
   */
  VoterChanges(
      NodeImpl node,
      Roster roster,
      Supplier<Integer> version,
      Function<String, Optional<Greeting>> greet,
      Consumer<Replace> tell,
      Duration waitMax) {
    this.node = node;
    this.roster = roster;
    this.version = version;
    this.greet = greet;
    this.tell = tell;
    this.waitMax = waitMax;
  }

  /** Does this, unless the voters are others than these or are being changed. */
  void whileMembersAre(Set<String> members, Runnable task) {
    if (changing.tryLock()) {
      try {
        if (members.equals(Set.copyOf(addresses()))) {
          task.run();
        }
      } finally {
        changing.unlock();
      }
    }
  }

  /** Changes who is a voter, if this one leads; returns when a majority knows. */
  Changed change(Change wish) {
    return alone(() -> changeNow(wish));
  }

  /** Takes a voter out and keeps its name for another node, if this one leads. */
  Changed replace(Replace wish) {
    return alone(() -> replaceNow(wish));
  }

  private interface Task {
    Changed run() throws InterruptedException, ExecutionException, TimeoutException;
  }

  private Changed alone(Task task) {
    try {
      if (!changing.tryLock(LOCK_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        return whyNot("another change is under way");
      }
      try {
        return node.isLeader() ? task.run() : doesNotLead();
      } finally {
        changing.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return whyNot("the change was interrupted");
    } catch (TimeoutException e) {
      return whyNot("the change takes too long");
    } catch (ExecutionException | RuntimeException e) { // whatever the library thinks of it
      LOG.log(WARNING, "a change of voters failed", e);
      return whyNot("the change failed: " + e);
    }
  }

  private Changed doesNotLead() {
    var leader = node.getLeaderId();
    return Changed.newBuilder()
        .setWhyNot("it does not lead")
        .setLeader(leader == null || leader.isEmpty() ? "" : leader.toString())
        .build();
  }

  private Changed changeNow(Change wish)
      throws InterruptedException, ExecutionException, TimeoutException {
    var peer = new PeerId(wish.getHost(), wish.getPort());
    boolean isAsked = !wish.getName().isEmpty();
    if (isAsked) {
      var objection = objection(wish.getName(), wish.getToken(), peer.getEndpoint());
      if (objection.isPresent()) {
        return objection.get();
      }
    }
    if (node.listPeers().contains(peer) == wish.getMember()) {
      return whyNot("");
    }
    return wish.getMember() ? add(peer, isAsked) : remove(peer);
  }

  private Changed remove(PeerId peer)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (node.listPeers().equals(List.of(peer))) {
      return refused(
          "%s is the only voter, and a cluster without voters is none: stop it instead"
              .formatted(peer));
    }
    var done = new CompletableFuture<Status>();
    node.removePeer(peer, done::complete);
    return ended(done);
  }

  private Changed add(PeerId peer, boolean isChecked)
      throws InterruptedException, ExecutionException, TimeoutException {
    var host = HostCheck.problem(peer.getIp());
    if (host.isPresent()) {
      return refused(host.get());
    }
    var greeting = greet.apply(peer.toString());
    if (greeting.isEmpty()) {
      return isChecked ? whyNot(silent(peer.getEndpoint())) : refused(silent(peer.getEndpoint()));
    }
    if (!isChecked) {
      var objection = roster.objection(greeting.get().getName(), peer.toString(), addresses());
      if (objection.isPresent()) {
        return refused(objection.get());
      }
    }
    int understood = Math.max(Versions.FIRST, greeting.get().getNewest());
    if (understood < version.get()) {
      return whyNot(
          "the node at %s understands version %d and the cluster is at version %d: start it with a newer Lotwatch"
              .formatted(peer, understood, version.get()));
    }
    var done = new CompletableFuture<Status>();
    node.addPeer(peer, done::complete);
    try {
      var changed = ended(done);
      if (changed.getWhyNot().isEmpty()) {
        roster.learn(peer.toString(), greeting.get(), addresses());
      }
      return changed;
    } catch (TimeoutException e) {
      return givenUp(peer, done);
    }
  }

  private static String silent(Endpoint peer) {
    return "the node at %s does not answer: start it first, with all nodes in --peers"
        .formatted(peer);
  }

  private Changed ended(CompletableFuture<Status> done)
      throws InterruptedException, ExecutionException, TimeoutException {
    var status = done.get(waitMax.toMillis(), TimeUnit.MILLISECONDS);
    return whyNot(status.isOk() ? "" : String.valueOf(status));
  }

  /** The library waits for as long as the node answers something; nobody else gets in meanwhile. */
  private Changed givenUp(PeerId peer, CompletableFuture<Status> done)
      throws InterruptedException, ExecutionException {
    if (!node.listPeers().contains(peer)) {
      PeerTransport.stopReplicating(peer);
    }
    try {
      var status = done.get(GIVE_UP_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
      if (status.isOk()) {
        return whyNot("");
      }
      LOG.log(INFO, "{0} is not let in: it does not get the log in time", peer);
    } catch (TimeoutException e) {
      LOG.log(WARNING, "{0} is a voter as soon as a majority has confirmed that", peer);
    }
    return whyNot(
        "the node at %s answers, but has not got the whole log in %s".formatted(peer, waitMax));
  }

  /** Why a node may not do what it asks for itself. */
  private Optional<Changed> objection(String name, String token, Endpoint at) {
    var objection = roster.objection(name, at.toString(), addresses());
    if (objection.isPresent()) {
      return objection.map(VoterChanges::refused);
    }
    var there = greet.apply(at.toString());
    if (there.isEmpty()) {
      return Optional.of(whyNot(silent(at)));
    }
    return there.get().getToken().equals(token)
        ? Optional.empty()
        : Optional.of(
            refused(
                "%s is the node at %s and answers, so another one that says that it is there stays out: stop one of the two"
                    .formatted(there.get().getName(), at)));
  }

  private Changed replaceNow(Replace wish)
      throws InterruptedException, ExecutionException, TimeoutException {
    var address = wish.getHost() + ":" + wish.getPort();
    var host = HostCheck.problem(wish.getHost());
    if (host.isPresent()) {
      return refused(host.get());
    }
    var old = roster.named(wish.getName(), addresses());
    if (old.isEmpty() && !roster.place(wish.getName()).isEmpty()) {
      return kept(wish, address); // to be another one after all
    }
    if (old.isEmpty()) {
      return refused(
          "no voter is called %s; there are %s"
              .formatted(wish.getName(), String.join(", ", addresses())));
    }
    var taken = roster.name(address);
    if (addresses().contains(address) && !old.contains(address)) {
      return refused("%s is at %s already".formatted(taken.isEmpty() ? "a node" : taken, address));
    }
    for (var voter : old) {
      if (greet.apply(voter).isPresent()) {
        return refused(
            "%s at %s answers, so it is not gone: stop it first".formatted(wish.getName(), voter));
      }
    }
    for (var voter : old) {
      var peer = new PeerId();
      if (peer.parse(voter)) {
        var changed = remove(peer);
        if (!changed.getWhyNot().isEmpty()) {
          return changed;
        }
      }
    }
    LOG.log(INFO, "{0} is to come in at {1}", wish.getName(), address);
    return kept(wish, address);
  }

  private Changed kept(Replace wish, String address) {
    roster.keep(wish.getName(), address);
    tell.accept(wish.toBuilder().setDone(true).build());
    return whyNot("");
  }

  private List<String> addresses() {
    return Voters.addresses(node);
  }

  private static Changed whyNot(String why) {
    return Changed.newBuilder().setWhyNot(why).build();
  }

  private static Changed refused(String why) {
    return Changed.newBuilder().setWhyNot(why).setRefused(true).build();
  }
}
