package lotwatch.replica;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import lotwatch.wire.CorruptException;
import lotwatch.wire.Snapshot;
import lotwatch.wire.StateCodec;

/** The file of a snapshot, in the folder that the Raft library keeps for it. */
final class SnapshotFile {
  /** Its name within the folder. */
  static final String NAME = "ledger";

  private static final String FOLDER_PREFIX = "snapshot_";
  private static final int BUFFER_BYTES = 1 << 16;

  private SnapshotFile() {}

  /** Writes the snapshot and waits until it is on the disk. */
  static void write(Path folder, Snapshot snapshot) throws IOException {
    try (var file = new FileOutputStream(folder.resolve(NAME).toFile())) {
      var out = new BufferedOutputStream(file, BUFFER_BYTES);
      StateCodec.write(snapshot, out);
      out.flush();
      file.getFD().sync();
    }
    sync(folder);
  }

  static Snapshot read(Path folder) throws IOException, CorruptException {
    try (var in = new BufferedInputStream(Files.newInputStream(folder.resolve(NAME)))) {
      return StateCodec.read(in);
    }
  }

  /** Makes the names in a folder last. */
  static void sync(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** The last log index that the newest snapshot in here holds; 0 if there is none. */
  static long newestIndex(Path snapshots) throws IOException {
    if (!Files.isDirectory(snapshots)) {
      return 0;
    }
    try (var folders = Files.list(snapshots)) {
      return folders
          .map(folder -> folder.getFileName().toString())
          .filter(name -> name.matches(FOLDER_PREFIX + "\\d+"))
          .map(name -> Long.valueOf(name.substring(FOLDER_PREFIX.length())))
          .max(Comparator.naturalOrder())
          .orElse(0L);
    }
  }
}
