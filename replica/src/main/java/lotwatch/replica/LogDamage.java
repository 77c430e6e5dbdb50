package lotwatch.replica;

import static java.lang.System.Logger.Level.WARNING;

import com.alipay.sofa.jraft.storage.impl.RocksDBLogStorage;
import com.alipay.sofa.jraft.util.Bits;
import com.alipay.sofa.jraft.util.StorageOptionsFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.StringAppendOperator;
import org.rocksdb.WALRecoveryMode;

/**
 * What can be said of a log that does not open. Damage behind everything that was synced is cut
 * off; any other is left as it is and told.
 */
final class LogDamage {
  private static final System.Logger LOG = System.getLogger("lotwatch.replica");
  private static final String ADVICE =
      "Restore the folder from a copy, or move it away to start empty.";
  private static final String UNCHANGED = " Nothing was changed in it.";

  static {
    RocksDB.loadLibrary();
  }

  private LogDamage() {}

  /** Has logs open only if they have no damage at all. Once for all logs of this process. */
  static void refuseDamage() {
    Once.registered();
  }

  /** Registers the options with the Raft library when it is loaded. */
  private static final class Once {
    static {
      var options = StorageOptionsFactory.getDefaultRocksDBOptions();
      options.setWalRecoveryMode(WALRecoveryMode.AbsoluteConsistency);
      options.setKeepLogFileNum(3);
      options.setMaxLogFileSize(4 << 20);
      StorageOptionsFactory.registerRocksDBOptions(RocksDBLogStorage.class, options);
      var family = StorageOptionsFactory.getDefaultRocksDBColumnFamilyOptions();
      family.setWriteBufferSize(16 << 20);
      StorageOptionsFactory.registerRocksDBColumnFamilyOptions(RocksDBLogStorage.class, family);
    }

    static void registered() {}
  }

  /**
   * Looks at a log that does not open, without changing it, and mends it if all that was synced can
   * be read.
   *
   * @return what is wrong and what to do; null if it was mended
   */
  static @Nullable String look(Path folder, long snapshotIndex, long synced) {
    try {
      long last = Math.max(lastIndex(folder, true), snapshotIndex);
      if (last < synced) {
        return lost(folder, last, synced) + UNCHANGED;
      }
      lastIndex(folder, false);
      LOG.log(
          WARNING,
          "{0}: dropped what was unreadable after entry {1}; nothing known to be synced was in it",
          folder,
          Long.toString(last));
      return null;
    } catch (RocksDBException e) {
      return Obstacle.told(folder, e)
              .orElseGet(() -> "%s is damaged: %s. %s".formatted(folder, e.getMessage(), ADVICE))
          + UNCHANGED;
    }
  }

  static String lost(Path folder, long last, long synced) {
    return "%s ends at entry %d, but entries up to %d were acknowledged: the files ending in .log there are damaged or cut off. %s"
        .formatted(folder, last, synced, ADVICE);
  }

  /** Reads up to the first damage; for writing, that is also cut off for good. */
  private static long lastIndex(Path folder, boolean readOnly) throws RocksDBException {
    var handles = new ArrayList<ColumnFamilyHandle>();
    try (var options = new DBOptions();
        var family =
            new ColumnFamilyOptions()
                .useFixedLengthPrefixExtractor(8)
                .setMergeOperator(new StringAppendOperator());
        var total = new ReadOptions().setTotalOrderSeek(true)) {
      options.setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery);
      var families =
          List.of(
              new ColumnFamilyDescriptor(
                  "Configuration".getBytes(StandardCharsets.US_ASCII), family),
              new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, family));
      try (var db =
              readOnly
                  ? RocksDB.openReadOnly(options, folder.toString(), families, handles)
                  : RocksDB.open(options, folder.toString(), families, handles);
          var entries = db.newIterator(handles.get(1), total)) {
        entries.seekToLast();
        entries.status();
        return entries.isValid() ? Bits.getLong(entries.key(), 0) : 0;
      } finally {
        handles.forEach(ColumnFamilyHandle::close);
      }
    }
  }
}
