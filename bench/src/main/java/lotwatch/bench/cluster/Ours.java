package lotwatch.bench.cluster;

import java.io.IOException;
import java.nio.file.Path;
import lotwatch.chaos.Load;
import lotwatch.chaos.Speed;
import lotwatch.chaos.Target;
import lotwatch.chaos.Trio;

/** Three members of our own. */
final class Ours implements Contender {
  private final Trio trio;
  private final boolean inside;
  private String leader;
  private Connections connections;

  /**
   * Starts them.
   *
   * @param inside whether the clients are in the leader's process, as our REST and gRPC doors are,
   *     or in this one
   */
  Ours(Path folder, int lots, boolean inside) throws IOException, InterruptedException {
    this.inside = inside;
    trio = new Trio(folder);
    try {
      trio.openLots(lots);
      leader = trio.leaderAddress();
      connections = new Connections(leader, 1);
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
      connections = new Connections(now, connections.used());
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
