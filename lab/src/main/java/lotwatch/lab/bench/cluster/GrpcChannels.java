package lotwatch.lab.bench.cluster;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import lotwatch.lab.cluster.Load;
import lotwatch.lab.cluster.Target;

/** HTTP/2 connections to one gRPC server, which clients share. */
final class GrpcChannels implements AutoCloseable {
  private static final int MANY = 4;
  private static final Duration TRY_WARM = Duration.ofSeconds(1);

  private final List<ManagedChannel> channels;
  private volatile int used;

  /**
   * @param address as {@code HOST:PORT}
   * @param used how many of them clients share, at most {@value #MANY}
   */
  GrpcChannels(String address, int used) {
    this.used = used;
    channels =
        IntStream.range(0, MANY)
            .mapToObj(_ -> ManagedChannelBuilder.forTarget(address).usePlaintext().build())
            .toList();
  }

  ManagedChannel of(int client) {
    return channels.get(client % used);
  }

  int used() {
    return used;
  }

  /** Warms up with many connections and with one, tries each for a while, keeps the better. */
  void warm(Target.Opener opener, Load.Plan plan) throws IOException {
    var half = plan.time().dividedBy(2);
    var warm = new Load.Plan(plan.clients(), plan.lots(), half, Duration.ofMillis(1));
    var tried = new Load.Plan(plan.clients(), plan.lots(), TRY_WARM, half.dividedBy(2));
    used = MANY;
    Contender.load(opener, warm);
    double withMany = Contender.load(opener, tried).perSecond();
    used = 1;
    double withOne = Contender.load(opener, tried).perSecond();
    used = withOne >= withMany ? 1 : MANY;
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }
}
