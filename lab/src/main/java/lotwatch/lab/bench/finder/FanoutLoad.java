package lotwatch.lab.bench.finder;

import java.io.IOException;

/** Sensors and subscribers alone: what is told, to how many, how late. */
record FanoutLoad(RpcCalls.Time time, Traffic.Events events, CpuUse footprint) {
  static FanoutLoad run(Site site, Traffic.Flow flow, RpcCalls.Time time)
      throws IOException, InterruptedException {
    var with =
        CpuUse.of(
            site.process(),
            () -> {
              try (var traffic = new Traffic(site, flow, time)) {
                return traffic.await(0);
              }
            });
    return new FanoutLoad(time, with.result(), with.footprint());
  }

  /** Cores that others used meanwhile. */
  double disturbed() {
    return footprint.others();
  }
}
