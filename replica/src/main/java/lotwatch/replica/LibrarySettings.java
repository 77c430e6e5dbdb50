package lotwatch.replica;

import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;

/** What the Raft library is told: its times, its sizes and where it writes. */
final class LibrarySettings {
  /** Who hears nothing for so long grants votes, and asks for them at its next look. */
  private static final int ELECTION_MILLIS = 500;

  /** Instead, once the leader's connection was closed; a vote must be answered in this time too. */
  private static final int ELECTION_MILLIS_IF_GONE = 250;

  /** The leader is heard as often as this, which the library makes a tenth of the above. */
  private static final int HEARTBEAT_MILLIS = ELECTION_MILLIS / 10;

  /** So much longer at most, by chance, before it asks again: not all shall ask at once. */
  private static final int ELECTION_SPREAD_MILLIS = 250;

  /** Longer than an election takes, so that the next finds it done. */
  private static final int APART_MILLIS = 150;

  /** To a voter that is there; one that is not must not hold up an election for longer. */
  private static final int CONNECT_MILLIS_MAX = 250;

  /**
   * A leader that a majority does not answer for so long gives up. It may take its time: without a
   * majority it neither commits nor answers a read.
   */
  private static final int LEADER_PATIENCE_MILLIS = 1_000;

  private LibrarySettings() {}

  /**
   * When this node looks whether its leader is silent: once the others, who may have heard it a
   * heartbeat later, know it too, and one after the other.
   *
   * @param place which of the followers this is, from 0
   */
  static Silence silence(IntSupplier place) {
    return new Silence(
        Duration.ofMillis(ELECTION_MILLIS + HEARTBEAT_MILLIS),
        Duration.ofMillis(ELECTION_MILLIS_IF_GONE + HEARTBEAT_MILLIS),
        Duration.ofMillis(APART_MILLIS),
        place);
  }

  /** For a node in this folder. */
  static NodeOptions of(
      Path folder,
      List<PeerId> members,
      RaftMachine machine,
      ReplicaSettings settings,
      Silence silence,
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
          public int getElectionTimeoutMs() {
            return silence.isGone() ? ELECTION_MILLIS_IF_GONE : super.getElectionTimeoutMs();
          }

          @Override
          public int getLeaderLeaseTimeoutMs() {
            return LEADER_PATIENCE_MILLIS;
          }
        };
    options.setRaftOptions(raft);
    options.setElectionTimeoutMs(ELECTION_MILLIS);
    options.setRpcConnectTimeoutMs(CONNECT_MILLIS_MAX);
    options.setFsm(machine);
    options.setLogUri(folder.resolve("log").toString());
    options.setRaftMetaUri(folder.resolve("meta").toString());
    options.setSnapshotUri(folder.resolve("snapshot").toString());
    options.setSnapshotIntervalSecs(Math.toIntExact(settings.snapshotEvery().toSeconds()));
    options.setSnapshotLogIndexMargin(
        Math.min(settings.snapshots().entries(), ReplicaSettings.SNAPSHOT_ENTRIES_MIN));
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
