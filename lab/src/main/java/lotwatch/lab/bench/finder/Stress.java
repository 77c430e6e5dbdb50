package lotwatch.lab.bench.finder;

import java.io.IOException;
import lotwatch.lab.bench.load.Operation;

/**
 * The same calls twice in the same minute, by themselves and beside sensors and subscribers.
 *
 * @param alone without them
 * @param beside with them
 * @param events what came of them
 */
record Stress(RpcCalls alone, RpcCalls beside, Traffic.Events events) {
  static Stress run(
      Site site, Operation operation, int workers, RpcCalls.Time time, Traffic.Flow flow)
      throws IOException, InterruptedException {
    var alone = RpcCalls.run(site, operation, workers, time);
    try (var traffic = new Traffic(site, flow, time)) {
      var beside = RpcCalls.run(site, operation, workers, time);
      return new Stress(alone, beside, traffic.await(beside.changes()));
    }
  }

  /** Cores that others used meanwhile, both times together. */
  double disturbed() {
    return alone.disturbed() + beside.disturbed();
  }

  /** How many times as long 95 of 100 calls took with sensors and subscribers. */
  double times() {
    return Show.p95(beside) / Show.p95(alone);
  }
}
