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
  private final Way way;
  private int textPort;
  private String leader;
  private GrpcChannels connections;

  /** Where the clients are. */
  enum Way {
    /** In the leader's process. */
    INSIDE,
    /** In this one, and come over gRPC as the other members do. */
    GRPC,
    /** In this one, and come to the text port. */
    TEXT
  }

  /** Starts them. */
  OurCluster(Path folder, int lots, Way way) throws IOException, InterruptedException {
    this.way = way;
    trio = new Trio(folder);
    try {
      trio.openLots(lots);
      leader = trio.leaderAddress();
      connections = new GrpcChannels(leader, 1);
      textPort = trio.leaderTextPort();
    } catch (IOException e) {
      trio.stop();
      throw e;
    }
  }

  @Override
  public String about() {
    return switch (way) {
      case INSIDE -> "3 nodes, clients in the leader's process";
      case GRPC ->
          "3 nodes, clients in another process, %d connections".formatted(connections.used());
      case TEXT -> "3 nodes, clients in another process at the text port, a connection each";
    };
  }

  @Override
  public void warm(Load.Plan plan) throws IOException, InterruptedException {
    if (way == Way.GRPC) {
      followLeader();
      connections.warm(this::open, plan);
    } else {
      load(plan);
    }
  }

  @Override
  public Speed load(Load.Plan plan) throws IOException, InterruptedException {
    if (way == Way.INSIDE) {
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
      textPort = trio.leaderTextPort();
      leader = now;
    }
  }

  /** The way of a client outside. */
  Target open(int client) throws Target.FailedException {
    return way == Way.TEXT
        ? new TextClient(textPort)
        : Target.of(new MemberClient(connections.of(client)));
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
