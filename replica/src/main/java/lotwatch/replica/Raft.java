package lotwatch.replica;

import com.alipay.sofa.jraft.JRaftUtils;
import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.NodeManager;
import com.alipay.sofa.jraft.RaftServiceFactory;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.DefaultJRaftServiceFactory;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.Task;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.rpc.ProtobufMsgFactory;
import com.alipay.sofa.jraft.rpc.RaftRpcServerFactory;
import com.alipay.sofa.jraft.rpc.RpcServer;
import com.alipay.sofa.jraft.storage.LogStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One member of the Raft group: the only place that knows the library's node. */
final class Raft implements AutoCloseable {
  private static final String GROUP = "lotwatch";
  private static final int ELECTION_MILLIS = 1_000;
  private static final int RPC_THREADS = 8;

  static {
    ProtobufMsgFactory.load();
  }

  private final Node node;
  private final PeerId self;
  private final SyncedMark mark;
  private final @Nullable RpcServer server;

  private Raft(Node node, PeerId self, SyncedMark mark, @Nullable RpcServer server) {
    this.node = node;
    this.self = self;
    this.mark = mark;
    this.server = server;
  }

  /**
   * Starts the member. A cluster of one leads at once and opens no port.
   *
   * @param sync false loses what was acknowledged when the power fails: only to show that the
   *     checks see it
   */
  static Raft start(
      Path folder,
      List<Peer> peers,
      Peer me,
      RaftMachine machine,
      ReplicaSettings settings,
      boolean sync)
      throws ReplicaException {
    try {
      Files.createDirectories(folder);
      var mark = new SyncedMark(folder.resolve("mark"));
      try {
        return start(folder, mark, peers, me, machine, settings, sync);
      } catch (ReplicaException | IOException | RuntimeException e) {
        mark.close();
        throw e;
      }
    } catch (IOException e) {
      throw new ReplicaException("%s cannot be opened: %s".formatted(folder, e), e);
    }
  }

  private static Raft start(
      Path folder,
      SyncedMark mark,
      List<Peer> peers,
      Peer me,
      RaftMachine machine,
      ReplicaSettings settings,
      boolean sync)
      throws IOException, ReplicaException {
    LogDamage.refuseDamage();
    var options = options(folder, peers, machine, settings, sync);
    var snapshotIndex = SnapshotFile.newestIndex(folder.resolve("snapshot"));
    var log = new SyncedLog(folder.resolve("log"), options.getRaftOptions(), snapshotIndex, mark);
    options.setServiceFactory(
        new DefaultJRaftServiceFactory() {
          @Override
          public LogStorage createLogStorage(String uri, RaftOptions raftOptions) {
            return log;
          }
        });
    var self = new PeerId(me.host(), me.port());
    NodeManager.getInstance().addAddress(self.getEndpoint());
    var server = peers.size() == 1 ? null : server(self);
    var node = RaftServiceFactory.createRaftNode(GROUP, self);
    var raft = new Raft(node, self, mark, server);
    if (node.init(options) && (server == null || server.init(null))) {
      return raft;
    }
    if (log.problem() == null) {
      raft.stop();
    } else { // The library waits forever for a node whose log never opened.
      NodeManager.getInstance().removeAddress(self.getEndpoint());
    }
    throw new ReplicaException(
        Objects.requireNonNullElse(
            log.problem(),
            Objects.requireNonNullElse(
                machine.broken(), "%s cannot be opened, see the log".formatted(folder))));
  }

  private static NodeOptions options(
      Path folder, List<Peer> peers, RaftMachine machine, ReplicaSettings settings, boolean sync) {
    var raft = new RaftOptions();
    raft.setSync(sync);
    raft.setSyncMeta(sync);
    raft.setOpenStatistics(false);
    raft.setApplyBatch(128);
    raft.setDisruptorBufferSize(2 * ReplicaSettings.IN_FLIGHT_LIMIT);
    var options = new NodeOptions();
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
    options.setInitialConf(
        new Configuration(
            peers.stream().map(peer -> new PeerId(peer.host(), peer.port())).toList()));
    return options;
  }

  private static RpcServer server(PeerId self) {
    return RaftRpcServerFactory.createRaftRpcServer(
        self.getEndpoint(),
        JRaftUtils.createExecutor("raft-rpc-", RPC_THREADS),
        JRaftUtils.createExecutor("raft-cli-", 1));
  }

  /** Proposes one line of the log; the proposal is answered by the machine, or run. */
  void propose(byte[] line, Proposal proposal) {
    node.apply(new Task(ByteBuffer.wrap(line), proposal));
  }

  /** Begins a snapshot, if none is being written. */
  void snapshot() {
    node.snapshot(status -> {});
  }

  private void stop() throws ReplicaException {
    if (server != null) {
      server.shutdown();
    }
    node.shutdown();
    try {
      node.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReplicaException("interrupted while closing the log", e);
    } finally {
      NodeManager.getInstance().removeAddress(self.getEndpoint());
    }
  }

  @Override
  public void close() throws ReplicaException {
    stop();
    try {
      mark.close();
    } catch (IOException e) {
      throw new ReplicaException("the mark of the log cannot be closed: " + e, e);
    }
  }
}
