package lotwatch.lab.bench.cluster;

import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import lotwatch.lab.bench.PeerProcess;
import lotwatch.lab.bench.cluster.proto.KVGrpc;
import lotwatch.lab.bench.cluster.proto.MaintenanceGrpc;
import lotwatch.lab.bench.cluster.proto.RangeRequest;
import lotwatch.lab.bench.cluster.proto.StatusRequest;
import lotwatch.lab.cluster.Load;
import lotwatch.lab.cluster.Speed;
import lotwatch.lab.cluster.Target;

/** Three members of etcd; clients ask the one that leads. */
final class Etcd implements Contender {
  /** What to say where it is missing. */
  static final String INSTALL = "apt-get install etcd-server";

  private static final int MEMBERS = 3;
  private static final Duration LEADER_WAIT_MAX = Duration.ofMinutes(1);
  private static final Duration ASK_EVERY = Duration.ofMillis(50);

  /** More than a run fills; the default of 2 GB would end a long one. */
  private static final long BYTES_MAX = 8L << 30;

  private final List<PeerProcess> servers = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private final GrpcChannels connections;
  private String version = "";

  /**
   * Starts them.
   *
   * @param program the server
   * @param folder where they keep their state; empty
   */
  Etcd(Path program, Path folder) throws IOException {
    var peers = new ArrayList<String>();
    for (int i = 0; i < MEMBERS; i++) {
      ports.add(PeerProcess.freePort());
      peers.add("m%d=http://127.0.0.1:%d".formatted(i, PeerProcess.freePort()));
    }
    try {
      for (int i = 0; i < MEMBERS; i++) {
        var place = Files.createDirectories(folder.resolve("m" + i));
        servers.add(new PeerProcess(place, command(program, place, i, peers)));
      }
      connections = new GrpcChannels("127.0.0.1:" + awaitLeader(), 1);
    } catch (IOException e) {
      servers.forEach(PeerProcess::close);
      throw new IOException("etcd does not start: " + e.getMessage(), e);
    }
  }

  private List<String> command(Path program, Path place, int i, List<String> peers) {
    var clients = "http://127.0.0.1:" + ports.get(i);
    var peer = peers.get(i).substring(peers.get(i).indexOf('=') + 1);
    return List.of(
        program.toString(),
        "--name=m" + i,
        "--data-dir=" + place,
        "--listen-client-urls=" + clients,
        "--advertise-client-urls=" + clients,
        "--listen-peer-urls=" + peer,
        "--initial-advertise-peer-urls=" + peer,
        "--initial-cluster=" + String.join(",", peers),
        "--initial-cluster-state=new",
        "--initial-cluster-token=lotwatch-bench",
        "--quota-backend-bytes=" + BYTES_MAX,
        "--logger=zap",
        "--log-level=error");
  }

  /** The port of the member that leads. */
  private int awaitLeader() throws IOException {
    long deadline = System.nanoTime() + LEADER_WAIT_MAX.toNanos();
    while (System.nanoTime() < deadline) {
      for (int i = 0; i < MEMBERS; i++) {
        servers.get(i).check();
        if (leads(ports.get(i))) {
          return ports.get(i);
        }
      }
      LockSupport.parkNanos(ASK_EVERY.toNanos());
    }
    throw new IOException("it has no leader");
  }

  private boolean leads(int port) {
    var channel = ManagedChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    try {
      var status =
          MaintenanceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(1, TimeUnit.SECONDS)
              .status(StatusRequest.getDefaultInstance());
      version = status.getVersion();
      return status.getLeader() != 0 && status.getLeader() == status.getHeader().getMemberId();
    } catch (StatusRuntimeException e) {
      return false; // it is only coming up
    } finally {
      channel.shutdownNow();
    }
  }

  @Override
  public String about() {
    return "etcd %s, 3 members, clients in another process ask the leader, %d connections"
        .formatted(version, connections.used());
  }

  @Override
  public void warm(Load.Plan plan) throws IOException {
    connections.warm(this::open, plan);
  }

  @Override
  public Speed load(Load.Plan plan) throws IOException {
    return Contender.load(this::open, plan);
  }

  /** The way of one client. */
  Target open(int client) {
    return new EtcdClient(KVGrpc.newBlockingStub(connections.of(client)));
  }

  /** How many reservations there are. */
  long held() {
    return KVGrpc.newBlockingStub(connections.of(0))
        .range(
            RangeRequest.newBuilder()
                .setKey(EtcdClient.ALL)
                .setRangeEnd(EtcdClient.ALL_END)
                .setCountOnly(true)
                .build())
        .getCount();
  }

  @Override
  public void close() {
    connections.close();
    servers.forEach(PeerProcess::close);
  }
}
