package lotwatch.replica;

import com.alipay.sofa.jraft.entity.LocalStorageOutter.LocalSnapshotPbMeta;
import com.alipay.sofa.jraft.entity.LocalStorageOutter.StablePBMeta;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.storage.io.ProtoBufFile;
import com.alipay.sofa.jraft.storage.snapshot.Snapshot;
import com.google.protobuf.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The small files that the Raft library keeps beside the log: term and vote, and what a snapshot
 * holds. They are looked at before the library opens them: it takes a missing vote for none, and a
 * node that forgot its vote can give a second one in the same term.
 *
 * @see <a href="https://web.stanford.edu/~ouster/cgi-bin/papers/OngaroPhD.pdf">Ongaro 2014, 3.8:
 *     what must be on disk</a>
 */
final class MetaFiles {
  private static final String VOTE = "meta/raft_meta";
  private static final String ADVICE =
      "On its own, this node has to be restored from a copy. In a cluster move its data folder away and start it with an empty one: it gets everything from the others (see lotwatch node replace if its address is another). Nothing was changed in it.";

  private final Path folder;

  /**
   * @param folder that holds log, vote and snapshots
   */
  MetaFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * The term on disk. Where there is no log yet, it begins with 0 and no vote.
   *
   * @throws ReplicaException if it is missing or damaged
   */
  long term() throws ReplicaException, IOException {
    var file = folder.resolve(VOTE);
    if (Files.notExists(file)) {
      if (Files.exists(folder.resolve("log")) || SnapshotFile.newestIndex(snapshots()) > 0) {
        throw damaged(file, "is missing, and with it how this node voted");
      }
      begin(file);
      return 0;
    }
    var meta = read(file, StablePBMeta.class);
    if (!new PeerId().parse(meta.getVotedfor()) || meta.getTerm() < 0) {
      throw damaged(file, "is damaged: it names no term or no vote");
    }
    return meta.getTerm();
  }

  /**
   * Why a log may not be opened with this term; empty if it may.
   *
   * @param ofLog the term of its last entry
   */
  Optional<String> older(long term, long ofLog) {
    return term >= ofLog
        ? Optional.empty()
        : Optional.of(
            told(
                folder.resolve(VOTE),
                "is of term %d and the log of term %d, so how this node voted since is lost"
                    .formatted(term, ofLog)));
  }

  private static void begin(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    var none =
        StablePBMeta.newBuilder().setTerm(0).setVotedfor(PeerId.emptyPeer().toString()).build();
    if (!new ProtoBufFile(file.toString()).save(none, true)) {
      throw new IOException(file + " cannot be written");
    }
  }

  private Path snapshots() {
    return folder.resolve("snapshot");
  }

  /**
   * Looks at the newest snapshot's list of what it holds.
   *
   * @throws ReplicaException if it is missing or damaged, or names a file that is not there
   */
  void checkSnapshot() throws ReplicaException, IOException {
    long index = SnapshotFile.newestIndex(snapshots());
    if (index == 0) {
      return;
    }
    var snapshot = snapshots().resolve(Snapshot.JRAFT_SNAPSHOT_PREFIX + index);
    var file = snapshot.resolve(Snapshot.JRAFT_SNAPSHOT_META_FILE);
    if (Files.notExists(file)) {
      throw damaged(file, "is missing");
    }
    var meta = read(file, LocalSnapshotPbMeta.class);
    if (meta.getMeta().getLastIncludedIndex() != index || meta.getFilesCount() == 0) {
      throw damaged(file, "is damaged: it is not about entry " + index);
    }
    for (var each : meta.getFilesList()) {
      if (Files.notExists(snapshot.resolve(each.getName()))) {
        throw damaged(snapshot.resolve(each.getName()), "is missing");
      }
    }
  }

  /** What cannot be read for another reason than its bytes is an I/O error, and no damage. */
  private static <M extends Message> M read(Path file, Class<M> kind)
      throws ReplicaException, IOException {
    try (var in = Files.newInputStream(file)) {
      in.readAllBytes();
    }
    try {
      Message message = new ProtoBufFile(file.toString()).load();
      if (kind.isInstance(message)) {
        return kind.cast(message);
      }
    } catch (IOException | RuntimeException e) { // whatever its bytes make of the reader
      throw damaged(file, "is damaged and cannot be read");
    } catch (OutOfMemoryError e) { // it takes its first bytes for a length
      throw damaged(file, "is damaged and cannot be read");
    }
    throw damaged(file, Files.exists(file) ? "is damaged: it is empty or cut off" : "is missing");
  }

  private static ReplicaException damaged(Path file, String what) {
    return new ReplicaException(told(file, what));
  }

  private static String told(Path file, String what) {
    return "%s %s. %s".formatted(file, what, ADVICE);
  }
}
