package lotwatch.replica;

import static java.lang.System.Logger.Level.ERROR;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import com.alipay.sofa.jraft.entity.LeaderChangeContext;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.error.RaftException;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotReader;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import lotwatch.ledger.Outcome;
import lotwatch.wire.CorruptException;
import lotwatch.wire.Snapshot;
import org.jspecify.annotations.Nullable;

/** What the Raft library calls: it drives the ledger and keeps its snapshots. */
final class RaftMachine extends StateMachineAdapter {
  private static final System.Logger LOG = System.getLogger("lotwatch.replica");

  private final LedgerMachine ledger;
  private final FreeSpace space;
  private final int snapshotEntries;
  private final Runnable onChange;
  private final CountDownLatch readable = new CountDownLatch(1);
  private long entriesSinceSnapshot;
  private volatile Runnable snapshot = () -> {};
  private volatile Runnable beforeLeading = () -> {};
  private volatile Supplier<Configuration> configured = Configuration::new;
  private volatile boolean leading;
  private volatile long term;
  private volatile List<String> members = List.of();
  private volatile String leader = "";
  private volatile @Nullable String broken;

  /**
   * @param onChange told when this begins or ceases to lead, or breaks
   */
  RaftMachine(LedgerMachine ledger, FreeSpace space, int snapshotEntries, Runnable onChange) {
    this.ledger = ledger;
    this.space = space;
    this.snapshotEntries = snapshotEntries;
    this.onChange = onChange;
  }

  /** What begins a snapshot, once there is a node that can. */
  void snapshotBy(Runnable begin) {
    snapshot = begin;
  }

  /** What is to be done before this node takes commands; it must not take long. */
  void beforeLeading(Runnable task) {
    beforeLeading = task;
  }

  boolean leading() {
    return leading;
  }

  /** Whether the disk has too little space for what users ask. */
  boolean isShortOfSpace() {
    return space.isShort();
  }

  /** Nothing is acknowledged any more, for this reason. */
  void breakOff(String why) {
    broken = why;
    leading = false;
  }

  /** Why nothing can be applied any more; null as long as it can. */
  @Nullable String broken() {
    return broken;
  }

  /** The version that the cluster is at, as far as the log was applied here. */
  int version() {
    return ledger.version();
  }

  /** The newest version that this node understands. */
  int newest() {
    return ledger.newest();
  }

  /** One answered proposal. */
  private record Answered(Closure who, Outcome outcome) {}

  @Override
  public void onApply(Iterator lines) {
    var answers = new ArrayList<Answered>();
    while (lines.hasNext()) {
      try {
        var outcome = ledger.apply(bytes(lines.getData()));
        if (lines.done() != null) {
          answers.add(new Answered(lines.done(), outcome));
        }
      } catch (CorruptException | RuntimeException e) {
        LOG.log(ERROR, "entry " + lines.getIndex() + " cannot be applied", e);
        broken = "entry %d of the log cannot be applied: %s".formatted(lines.getIndex(), e);
        answer(answers);
        lines.setErrorAndRollback(
            1, new Status(RaftError.ESTATEMACHINE, "entry cannot be applied: %s", e));
        return;
      }
      entriesSinceSnapshot++;
      lines.next();
    }
    answer(answers);
    if (entriesSinceSnapshot >= snapshotEntries) {
      entriesSinceSnapshot = 0;
      snapshot.run();
    }
  }

  private void answer(List<Answered> answers) {
    ledger.finish();
    for (var answer : answers) {
      if (answer.who() instanceof Proposal proposal) {
        proposal.answer(answer.outcome());
      } else {
        answer.who().run(Status.OK());
      }
    }
  }

  private static byte[] bytes(ByteBuffer data) {
    byte[] bytes = new byte[data.remaining()];
    data.duplicate().get(bytes);
    return bytes;
  }

  /** EAGAIN, not EIO, where it fails: after EIO the library takes no more commands. */
  @Override
  public void onSnapshotSave(SnapshotWriter writer, Closure done) {
    if (!space.spaceForSnapshot()) {
      done.run(new Status(RaftError.EAGAIN, "too little room on the disk for a snapshot"));
      return;
    }
    entriesSinceSnapshot = 0;
    var saved = ledger.save();
    List<Path> events;
    try {
      events = ledger.linkEvents(Path.of(writer.getPath()));
    } catch (IOException e) {
      LOG.log(ERROR, "the events cannot be put into the snapshot", e);
      done.run(new Status(RaftError.EAGAIN, "the events cannot be put into the snapshot: %s", e));
      return;
    }
    Thread.ofPlatform()
        .daemon()
        .name("snapshot")
        .start(() -> done.run(write(writer, saved, events)));
  }

  private static Status write(SnapshotWriter writer, Snapshot saved, List<Path> events) {
    try {
      EventStore.sync(events);
      SnapshotFile.write(Path.of(writer.getPath()), saved);
      boolean listed =
          events.stream().allMatch(file -> writer.addFile(file.getFileName().toString()));
      return listed && writer.addFile(SnapshotFile.NAME)
          ? Status.OK()
          : new Status(RaftError.EAGAIN, "the snapshot's list of files cannot be written");
    } catch (IOException | RuntimeException e) {
      LOG.log(ERROR, "the snapshot cannot be written", e);
      return new Status(RaftError.EAGAIN, "the snapshot cannot be written: %s", e);
    }
  }

  @Override
  public boolean onSnapshotLoad(SnapshotReader reader) {
    try {
      var folder = Path.of(reader.getPath());
      ledger.restore(SnapshotFile.read(folder), folder);
      return true;
    } catch (IOException e) {
      broken =
          Obstacle.told(Path.of(reader.getPath(), SnapshotFile.NAME), e)
              + " Nothing was changed in it.";
      return false;
    } catch (CorruptException | RuntimeException e) {
      broken =
          "the snapshot %s/%s cannot be read: %s. %sNothing was changed in it."
              .formatted(
                  reader.getPath(),
                  SnapshotFile.NAME,
                  e.getMessage(),
                  e instanceof CorruptException corrupt && corrupt.isTooNew()
                      ? ""
                      : "Restore the folder from a copy, or move it away to start empty. ");
      return false;
    }
  }

  /**
   * Waits until its state is that of the end of the log.
   *
   * @throws ReplicaException if it cannot be, or takes longer
   */
  void awaitReadable(Duration waitMax) throws ReplicaException {
    try {
      if (!readable.await(waitMax.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ReplicaException("no leader in %s".formatted(waitMax));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReplicaException("interrupted while opening the log", e);
    }
    if (broken != null) {
      throw new ReplicaException(broken);
    }
  }

  /** The number of the newest election that this node knows the winner of. */
  long term() {
    return term;
  }

  /**
   * Which of those that may follow the leader this node is, from 0, in a row that begins behind it.
   * Asked by the library's timers, so it takes none of the library's locks.
   */
  int place(PeerId member) {
    var row = members;
    int mine = row.indexOf(member.toString());
    return mine < 0 ? row.size() : Math.floorMod(mine - row.indexOf(leader) - 1, row.size());
  }

  /** Where the voters can be read when the leader changes. */
  void membersBy(Supplier<Configuration> configuration) {
    configured = configuration;
  }

  @Override
  public void onConfigurationCommitted(Configuration now) {
    members = now.listPeers().stream().map(PeerId::toString).sorted().toList();
  }

  @Override
  public void onLeaderStart(long term) {
    this.term = term;
    beforeLeading.run();
    leading = true;
    changed();
  }

  @Override
  public void onLeaderStop(Status status) {
    leading = false;
    onChange.run();
  }

  @Override
  public void onStartFollowing(LeaderChangeContext following) {
    term = following.getTerm();
    leader = following.getLeaderId().toString();
    onConfigurationCommitted(configured.get());
    changed();
  }

  @Override
  public void onError(RaftException e) {
    leading = false;
    if (broken == null) {
      broken = "the log failed: " + e.getMessage();
    }
    LOG.log(ERROR, "the replica stops taking commands: {0}", broken);
    changed();
  }

  private void changed() {
    readable.countDown();
    onChange.run();
  }
}
