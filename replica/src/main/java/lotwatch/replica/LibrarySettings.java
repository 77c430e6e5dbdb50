package lotwatch.replica;

import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import java.nio.file.Path;
import java.util.List;

/** What the Raft library is told: its times, its sizes and where it writes. */
final class LibrarySettings {
  /**
   * A follower that hears nothing for so long asks for votes, at its next look ({@link
   * LeaderWatch}). The leader is heard ten times as often.
   */
  private static final int ELECTION_MILLIS = 400;

  /** So much longer at most, by chance, before it asks again: not all shall ask at once. */
  private static final int ELECTION_SPREAD_MILLIS = 400;

  /**
   * A leader that a majority does not answer for so long gives up. It may take its time: without a
   * majority it neither commits nor answers a read.
   */
  private static final int LEADER_PATIENCE_MILLIS = 1_000;

  private LibrarySettings() {}

  /** For a member in this folder. */
  static NodeOptions of(
      Path folder,
      List<PeerId> members,
      RaftMachine machine,
      ReplicaSettings settings,
      boolean sync) {
    var raft = new RaftOptions();
    raft.setSync(sync);
    raft.setSyncMeta(sync);
    raft.setOpenStatistics(false);
    raft.setMaxElectionDelayMs(ELECTION_SPREAD_MILLIS);
    raft.setApplyBatch(128);
    raft.setDisruptorBufferSize(2 * ReplicaSettings.IN_FLIGHT_LIMIT);
    var options =
        new NodeOptions() {
          @Override
          public int getLeaderLeaseTimeoutMs() {
            return LEADER_PATIENCE_MILLIS;
          }
        };
    options.setRaftOptions(raft);
    options.setElectionTimeoutMs(ELECTION_MILLIS);
    options.setFsm(machine);
    options.setLogUri(folder.resolve("log").toString());
    options.setRaftMetaUri(folder.resolve("meta").toString());
    options.setSnapshotUri(folder.resolve("snapshot").toString());
    options.setSnapshotIntervalSecs(Math.toIntExact(settings.snapshotEvery().toSeconds()));
    options.setSnapshotLogIndexMargin(
        Math.min(settings.snapshotEntries(), ReplicaSettings.SNAPSHOT_ENTRIES_MIN));
    options.setDisableCli(true);
    options.setTimerPoolSize(2);
    // A timer of its own would wake up a thousand times a second, each of them.
    options.setSharedElectionTimer(true);
    options.setSharedVoteTimer(true);
    options.setSharedStepDownTimer(true);
    options.setSharedSnapshotTimer(true);
    options.setInitialConf(new Configuration(members));
    return options;
  }
}
