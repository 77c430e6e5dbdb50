package lotwatch.replica;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import lotwatch.ledger.Command;
import lotwatch.ledger.Entry;
import lotwatch.ledger.Event;
import lotwatch.ledger.NodeCommand;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.RequestId;
import lotwatch.wire.CorruptException;
import lotwatch.wire.EntryCodec;
import lotwatch.wire.StateCodec;
import org.jspecify.annotations.Nullable;

/**
 * All that surrounds the ledger, in one thread and by a clock of its own, so that a seed gives the
 * same run again: nodes that crash, lag, lose their disks and have clocks that differ; a log whose
 * leader changes with commands on their way; messages that come late, twice or never; clients that
 * ask again elsewhere; readers that go on at another node. The state machine, the codecs, the
 * snapshots and the events are the real ones; only the agreement on the log is taken for granted.
 */
final class Simulation {
  private static final int NODES = 3;
  private static final Duration HOLD = Duration.ofSeconds(20);

  private static final long HEARTBEAT_EVERY_MILLIS = NodeCommand.HEARTBEAT_WAIT_MAX.toMillis() / 3;
  private static final int CLIENTS = 6;
  private static final int READERS = 3;
  private static final long SKEW_MILLIS_MAX = 200;
  private static final int EVENTS_MAX = 400;

  /** A mistake that is made on purpose, to see it found. */
  enum Planted {
    NONE,
    /** Clients ask again without saying that it is the same. */
    FORGETS_REQUEST,
    /** A node that comes back goes on one entry too late. */
    SKIPS_AN_ENTRY,
    /** A leader answers what is not in the log yet. */
    ANSWERS_TOO_SOON,
    /** Nobody lets happen what is due. */
    NO_TICKS
  }

  final Random random;
  final SimTime time;
  private final List<String> problems = new ArrayList<>();
  private final Planted planted;
  private final List<byte[]> log = new ArrayList<>();
  private final List<SimNode> nodes = new ArrayList<>();
  private final List<String> hashes = new ArrayList<>();
  private final Map<Long, Event> canon = new HashMap<>();
  private int leader = -1;
  private long epoch;
  private long leadingSince;
  private int elections;
  private int crashes;
  private boolean calm;

  /** What came of a run. */
  record Report(
      int entries, int acknowledged, int events, int elections, int crashes, List<String> wrong) {}

  Simulation(long seed, Planted planted) {
    this.random = new Random(seed);
    this.time = new SimTime(random);
    this.planted = planted;
    for (int i = 0; i < NODES; i++) {
      nodes.add(new SimNode(i));
    }
  }

  /** Runs for so long by its own clock, heals everything, and looks. */
  Report run(Duration length) {
    elect();
    for (var command : SimCampus.commands(HOLD)) {
      log.add(EntryCodec.bytes(new Entry(Instant.EPOCH, null, command)));
    }
    var clients = IntStream.range(0, CLIENTS).mapToObj(i -> new SimClient(this, i)).toList();
    clients.forEach(SimClient::begin);
    nodes.forEach(SimNode::begin);
    IntStream.range(0, READERS).forEach(_ -> new SimReader(this).begin());
    time.every(2_000, 15_000, this::misfortune);
    time.every(100, 100, this::look);
    long end = length.toMillis();
    while (time.now() < end && problems.size() < 5) {
      time.step();
    }
    calm = true;
    nodes.forEach(SimNode::restart);
    elect();
    while (time.now() < end + 60_000 && problems.size() < 5) {
      time.step();
    }
    if (problems.isEmpty()) {
      agree();
      problems.addAll(new Model(HOLD, log).differences(clients));
    }
    int acknowledged = clients.stream().mapToInt(SimClient::acknowledged).sum();
    return new Report(log.size(), acknowledged, canon.size(), elections, crashes, problems);
  }

  /** What that node tells of itself; null while it is down. */
  @Nullable LedgerMachine machine(int node) {
    var at = nodes.get(node);
    return at.up ? at.machine : null;
  }

  /** Something that must never be so. */
  void wrong(String what) {
    problems.add(what);
  }

  /** Any of the nodes. */
  int anyNode() {
    return random.nextInt(NODES);
  }

  /** Whether nothing bad happens any more. */
  boolean calm() {
    return calm;
  }

  boolean plants(Planted mistake) {
    return planted == mistake;
  }

  private void misfortune() {
    if (calm) {
      return;
    }
    var victim = nodes.get(random.nextInt(NODES));
    switch (random.nextInt(5)) {
      case 0 -> loseLeader();
      case 1, 2 -> victim.crash(false);
      case 3 -> victim.crash(true);
      default -> victim.lag();
    }
  }

  private void loseLeader() {
    leader = -1;
    epoch++;
    time.after(300, 1_200, this::elect);
  }

  private void elect() {
    var up = IntStream.range(0, NODES).filter(i -> nodes.get(i).up).boxed().toList();
    if (leader < 0 && up.size() > NODES / 2) {
      leader = up.get(random.nextInt(up.size()));
      epoch++;
      elections++;
      leadingSince = time.now();
    } else if (leader < 0) {
      time.after(300, 1_200, this::elect);
    }
  }

  /**
   * A command comes to a node, which takes it to the leader. The answer is null if nobody knows
   * whether it was done; it may never come.
   */
  void submit(
      int node, @Nullable RequestId request, Command command, Consumer<@Nullable Outcome> answer) {
    if (!nodes.get(node).up || leader < 0 || random.nextInt(50) == 0) {
      time.after(1, 30, () -> answer.accept(null));
      return;
    }
    int times = !calm && request != null && random.nextInt(40) == 0 ? 2 : 1;
    for (int i = 0; i < times; i++) {
      time.after(
          0,
          node == leader ? 1 : 400 * random.nextInt(2),
          () -> {
            if (leader >= 0) {
              var at = Instant.ofEpochMilli(time.now() + nodes.get(leader).skewMillis);
              propose(leader, new Entry(at, request, command), answer);
            }
          });
    }
  }

  /** The leader writes it to the log, or loses it with its leadership, or nobody ever knows. */
  private void propose(int at, Entry entry, Consumer<@Nullable Outcome> answer) {
    long mine = epoch;
    byte[] line = EntryCodec.bytes(entry);
    if (plants(Planted.ANSWERS_TOO_SOON) && random.nextInt(20) == 0) {
      answer.accept(new Outcome.Accepted());
      return;
    }
    time.after(
        1,
        40,
        () -> {
          if (epoch != mine && random.nextBoolean()) {
            return;
          }
          log.add(line);
          if (epoch == mine) {
            nodes.get(at).waiting.put(log.size() - 1, answer);
          }
        });
  }

  /** What must be so at any moment. */
  private void look() {
    if (leader < 0 || time.now() - leadingSince < 8_000) {
      return;
    }
    var node = nodes.get(leader);
    if (!node.up || node.applied < log.size() || node.laggingUntil > time.now() - 2_000) {
      return;
    }
    var view = node.machine.view();
    if (view.due().isBefore(Instant.ofEpochMilli(time.now() - 1_500))) {
      problems.add("at %d ms something is due since %s".formatted(time.now(), view.due()));
    }
    for (var camera : view.cameras()) {
      for (var each : nodes) {
        boolean longGone = !each.up && time.now() - each.downSince > 10_000;
        if (longGone && each.id.equals(camera.holder())) {
          problems.add(
              "at %d ms %s is held by a node that is gone".formatted(time.now(), camera.id()));
        }
      }
    }
  }

  /** All nodes have applied all, and are the same. */
  private void agree() {
    for (var node : nodes) {
      node.apply(Integer.MAX_VALUE);
    }
    var states = nodes.stream().map(node -> node.machine.save().state()).distinct().toList();
    if (states.size() > 1) {
      problems.add("the nodes end in %d states".formatted(states.size()));
    }
  }

  /** One event as some node tells it: the same from all of them. */
  void told(Event event) {
    var before = canon.putIfAbsent(event.sequence(), event);
    if (before != null && !before.equals(event)) {
      problems.add("event %d is told in two ways".formatted(event.sequence()));
    }
  }

  /** One node: it applies the log, and may forget what it has not saved. */
  private final class SimNode {
    final NodeId id;
    final int index;
    final Map<Integer, Consumer<@Nullable Outcome>> waiting = new TreeMap<>();
    LedgerMachine machine = new LedgerMachine(EVENTS_MAX, () -> {});
    boolean up = true;
    long downSince;
    long laggingUntil;
    long skewMillis = random.nextLong(-SKEW_MILLIS_MAX, SKEW_MILLIS_MAX);
    int applied;
    byte @Nullable [] saved;
    int savedApplied;

    SimNode(int index) {
      this.index = index;
      this.id = new NodeId("n" + index);
    }

    void begin() {
      time.every(1, 20, () -> apply(1 + random.nextInt(20)));
      time.every(3_000, 9_000, this::save);
      time.every((int) HEARTBEAT_EVERY_MILLIS, (int) HEARTBEAT_EVERY_MILLIS, this::heartbeat);
      time.every(200, 250, this::tick);
    }

    private void heartbeat() {
      if (up) {
        long sequence = machine.view().sequence();
        submit(
            index,
            null,
            new NodeCommand.NodeHeartbeat(id, "http://" + id, id + ":1", sequence),
            _ -> {});
      }
    }

    private void tick() {
      var here = Instant.ofEpochMilli(time.now() + skewMillis);
      boolean due = up && leader == index && !machine.view().due().isAfter(here);
      if (due && !plants(Planted.NO_TICKS)) {
        propose(index, new Entry(here, null, new Command.Tick()), _ -> {});
      }
    }

    void apply(int entriesMax) {
      if (!up || time.now() < laggingUntil) {
        return;
      }
      for (int i = 0; i < entriesMax && applied < log.size(); i++) {
        try {
          var outcome = machine.apply(log.get(applied));
          var answer = waiting.remove(applied);
          applied++;
          compareHash();
          if (answer != null && random.nextInt(30) > 0) {
            time.after(0, 5, () -> answer.accept(outcome));
          }
        } catch (CorruptException e) {
          problems.add("entry %d: %s".formatted(applied, e.getMessage()));
        }
      }
    }

    /** At equal index all are equal. */
    private void compareHash() {
      if (applied % 25 == 0) {
        var hash = Integer.toHexString(machine.save().state().hashCode());
        int at = applied / 25 - 1;
        if (at == hashes.size()) {
          hashes.add(hash);
        } else if (at < hashes.size() && !hashes.get(at).equals(hash)) {
          problems.add("%s differs after entry %d".formatted(id, applied));
        }
      }
    }

    private void save() {
      if (up) {
        try {
          var bytes = new ByteArrayOutputStream();
          StateCodec.write(machine.save(), bytes);
          saved = bytes.toByteArray();
          savedApplied = applied;
        } catch (IOException e) {
          problems.add("%s cannot save: %s".formatted(id, e));
        }
      }
    }

    void lag() {
      laggingUntil = time.now() + random.nextInt(8_000);
    }

    /**
     * @param disk whether what it saved is gone too
     */
    void crash(boolean disk) {
      if (!up) {
        return;
      }
      crashes++;
      up = false;
      downSince = time.now();
      waiting.clear();
      if (disk) {
        saved = null;
        savedApplied = 0;
      }
      if (leader == index) {
        loseLeader();
      }
      time.after(500, 20_000, this::restart);
    }

    /** From its own snapshot, or from another node's if it has none. */
    void restart() {
      if (up) {
        return;
      }
      var others = nodes.stream().filter(node -> node.saved != null);
      var from = saved == null ? others.findAny().orElse(this) : this;
      machine = new LedgerMachine(EVENTS_MAX, () -> {});
      applied = from.savedApplied;
      if (from.saved != null) {
        try {
          machine.restore(StateCodec.read(new ByteArrayInputStream(from.saved)), null);
        } catch (IOException | CorruptException e) {
          problems.add("%s cannot restore: %s".formatted(id, e));
        }
      }
      if (plants(Planted.SKIPS_AN_ENTRY) && applied < log.size()) {
        applied++;
      }
      skewMillis = random.nextLong(-SKEW_MILLIS_MAX, SKEW_MILLIS_MAX);
      up = true;
    }
  }
}
