package lotwatch.lab.bench.cluster;

import java.io.IOException;
import java.nio.file.Path;
import lotwatch.lab.bench.servers.EtcdMembers;
import lotwatch.lab.bench.servers.proto.KVGrpc;
import lotwatch.lab.bench.servers.proto.RangeRequest;
import lotwatch.lab.cluster.Load;
import lotwatch.lab.cluster.Speed;
import lotwatch.lab.cluster.Target;

/** Three members of etcd; clients ask the one that leads. */
final class Etcd implements Contender {
  /** What to say where it is missing. */
  static final String INSTALL = "apt-get install " + EtcdMembers.PACKAGE;

  private static final int MEMBERS = 3;

  private final EtcdMembers members;
  private final GrpcChannels connections;

  /**
   * Starts them.
   *
   * @param program the server
   * @param folder where they keep their state; empty
   */
  Etcd(Path program, Path folder) throws IOException {
    members = new EtcdMembers(program, folder, MEMBERS);
    connections = new GrpcChannels("127.0.0.1:" + members.leader(), 1);
  }

  @Override
  public String about() {
    return "etcd %s, %d members, clients in another process ask the leader, %d connections"
        .formatted(members.version(), MEMBERS, connections.used());
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
    members.close();
  }
}
