package lotwatch.bench.finder;

import java.io.IOException;

/** Sensors and subscribers alone: what is told, to how many, how late. */
record Fanout(Calls.Time time, Traffic.Events events, Footprint footprint) {
  static Fanout run(Site site, Traffic.Flow flow, Calls.Time time)
      throws IOException, InterruptedException {
    var with =
        Footprint.of(
            site.process(),
            () -> {
              try (var traffic = new Traffic(site, flow, time)) {
                return traffic.await(0);
              }
            });
    return new Fanout(time, with.result(), with.footprint());
  }

  /** Cores that others used meanwhile. */
  double disturbed() {
    return footprint.others();
  }
}
