package lotwatch.lab.bench.cluster;

import java.io.IOException;
import java.nio.file.Path;
import lotwatch.lab.cluster.Load;
import lotwatch.lab.cluster.Speed;
import lotwatch.lab.cluster.Target;
import lotwatch.lab.cluster.Trio;

/** Three members of our own. */
final class OurCluster implements Contender {
  private final Trio trio;
  private final boolean inside;
  private String leader;
  private GrpcChannels connections;

  /**
   * Starts them.
   *
   * @param inside whether the clients are in the leader's process, as our REST and gRPC ports are,
   *     or in this one
   */
  OurCluster(Path folder, int lots, boolean inside) throws IOException, InterruptedException {
    this.inside = inside;
    trio = new Trio(folder);
    try {
      trio.openLots(lots);
      leader = trio.leaderAddress();
      connections = new GrpcChannels(leader, 1);
    } catch (IOException e) {
      trio.stop();
      throw e;
    }
  }

  @Override
  public String about() {
    return inside
        ? "3 nodes, clients in the leader's process"
        : "3 nodes, clients in another process, %d connections".formatted(connections.used());
  }

  @Override
  public void warm(Load.Plan plan) throws IOException, InterruptedException {
    if (inside) {
      load(plan);
    } else {
      followLeader();
      connections.warm(this::open, plan);
    }
  }

  @Override
  public Speed load(Load.Plan plan) throws IOException, InterruptedException {
    if (inside) {
      return trio.load(plan);
    }
    followLeader();
    return Contender.load(this::open, plan);
  }

  /** Another may have been elected since the last load. */
  void followLeader() throws IOException, InterruptedException {
    var now = trio.leaderAddress();
    if (!now.equals(leader)) {
      connections.close();
      connections = new GrpcChannels(now, connections.used());
      leader = now;
    }
  }

  /** The way of a client outside. */
  Target open(int client) {
    return Target.of(new MemberClient(connections.of(client)));
  }

  /** How many elections there were; one more than needed is one too many. */
  long elections() throws IOException, InterruptedException {
    return trio.elections();
  }

  /** Kills the leader so many times. */
  Trio.Failover failover(int kills) throws IOException, InterruptedException {
    return trio.failover(kills);
  }

  @Override
  public void close() {
    connections.close();
    trio.stop();
  }
}
