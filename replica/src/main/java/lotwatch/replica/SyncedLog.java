package lotwatch.replica;

import static java.lang.System.Logger.Level.ERROR;

import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.option.LogStorageOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.storage.impl.RocksDBLogStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The Raft log in RocksDB that knows how far it was synced, and does not open when it holds less
 * than that. See docs/decisions/0002-raft-library.md.
 */
final class SyncedLog extends RocksDBLogStorage {
  private static final System.Logger LOG = System.getLogger("lotwatch.replica");

  private final Path folder;
  private final long snapshotIndex;
  private final SyncedMark mark;
  private final LongFunction<Optional<String>> objection;
  private final AtomicInteger turns = new AtomicInteger();
  private final AtomicReference<@Nullable String> problem = new AtomicReference<>();

  /**
   * @param snapshotIndex up to here the log is not needed
   * @param objection why it may not be opened, if its last term is this; empty if it may
   */
  SyncedLog(
      Path folder,
      RaftOptions options,
      long snapshotIndex,
      SyncedMark mark,
      LongFunction<Optional<String>> objection) {
    super(folder.toString(), options);
    this.folder = folder;
    this.snapshotIndex = snapshotIndex;
    this.mark = mark;
    this.objection = objection;
  }

  /** Why it did not open; null if it did. */
  @Nullable String problem() {
    return problem.get();
  }

  @Override
  public boolean init(LogStorageOptions options) {
    if (!super.init(options)) {
      var damage = LogDamage.look(folder, snapshotIndex, mark.index());
      if (damage != null || !super.init(options)) {
        problem.set(damage == null ? "%s cannot be opened".formatted(folder) : damage);
        return false;
      }
    }
    long last = Math.max(getLastLogIndex(), snapshotIndex);
    if (last < mark.index()) {
      return refused(LogDamage.lost(folder, last, mark.index()));
    }
    var why = objection.apply(getTerm(getLastLogIndex()));
    return why.isEmpty() || refused(why.get());
  }

  private boolean refused(String why) {
    problem.set(why);
    shutdown();
    return false;
  }

  @Override
  public boolean appendEntry(LogEntry entry) {
    return super.appendEntry(entry) && noted(entry.getId().getIndex());
  }

  @Override
  public int appendEntries(List<LogEntry> entries) {
    int appended = super.appendEntries(entries);
    return appended == 0 || noted(entries.getLast().getId().getIndex()) ? appended : 0;
  }

  @Override
  public boolean truncateSuffix(long lastIndexKept) {
    return noted(lastIndexKept) && synced() && super.truncateSuffix(lastIndexKept);
  }

  /** Removes its files and makes new ones. */
  @Override
  public boolean reset(long nextLogIndex) {
    turns.incrementAndGet();
    try {
      return noted(nextLogIndex - 1) && synced() && super.reset(nextLogIndex);
    } finally {
      turns.incrementAndGet();
    }
  }

  /** Another number each time that it begins or ends to make its files anew; odd in between. */
  int turns() {
    return turns.get();
  }

  private boolean synced() {
    try {
      mark.sync();
      return true;
    } catch (IOException e) {
      LOG.log(ERROR, "cannot sync the mark of the log: " + e.getMessage());
      return false;
    }
  }

  private boolean noted(long index) {
    try {
      mark.note(index);
      return true;
    } catch (IOException e) {
      LOG.log(ERROR, "cannot note how far the log is synced: " + e.getMessage());
      return false;
    }
  }
}
