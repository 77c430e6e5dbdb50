package lotwatch.lab.bench.servers;

import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import lotwatch.lab.bench.PeerProcess;
import lotwatch.lab.bench.servers.proto.MaintenanceGrpc;
import lotwatch.lab.bench.servers.proto.StatusRequest;

/** Members of one etcd, which sync each write before they answer. */
public final class EtcdMembers implements AutoCloseable {
  /** The Debian package. */
  public static final String PACKAGE = "etcd-server";

  private static final Duration LEADER_WAIT_MAX = Duration.ofMinutes(1);
  private static final Duration ASK_EVERY = Duration.ofMillis(50);

  /** More than a run fills; the default of 2 GB would end a long one. */
  private static final long BYTES_MAX = 8L << 30;

  private final List<PeerProcess> servers = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private final int leader;
  private String version = "";

  /**
   * Starts them; returns when one leads.
   *
   * @param program the server
   * @param folder where they keep their state; empty
   */
  public EtcdMembers(Path program, Path folder, int count) throws IOException {
    var peers = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      ports.add(PeerProcess.freePort());
      peers.add("m%d=http://127.0.0.1:%d".formatted(i, PeerProcess.freePort()));
    }
    try {
      for (int i = 0; i < count; i++) {
        var place = Files.createDirectories(folder.resolve("m" + i));
        servers.add(new PeerProcess(place, command(program, place, i, peers)));
      }
      leader = awaitLeader();
    } catch (IOException e) {
      servers.forEach(PeerProcess::close);
      throw new IOException("etcd does not start: " + e.getMessage(), e);
    }
  }

  /** Looks for the server. */
  public static Optional<Path> find() {
    return PeerProcess.find("etcd");
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

  private int awaitLeader() throws IOException {
    long deadline = System.nanoTime() + LEADER_WAIT_MAX.toNanos();
    while (System.nanoTime() < deadline) {
      for (int i = 0; i < ports.size(); i++) {
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

  /** The port at which the member that led at the start takes clients. */
  public int leader() {
    return leader;
  }

  /** As it says itself. */
  public String version() {
    return version;
  }

  @Override
  public void close() {
    servers.forEach(PeerProcess::close);
  }
}
