package lotwatch.lab.bench.finder;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import lotwatch.lab.bench.load.Generator;
import lotwatch.lab.bench.load.LoadPlan;
import lotwatch.lab.bench.load.Operation;
import lotwatch.lab.bench.load.Outcome;
import lotwatch.lab.bench.load.RpcExchange;

/**
 * What came of workers that call as fast as they are answered.
 *
 * @param changes places that were reserved and given back, warm-up included: each is an event
 */
record RpcCalls(Operation operation, int workers, Outcome outcome, CpuUse footprint, long changes) {
  /** Workers that call. */
  static final int WORKERS_MAX = 900;

  /** How long, and how long before that. */
  record Time(Duration warmUp, Duration time) {}

  /** The load test's name of it. */
  String key() {
    return "%s_%dw".formatted(operation.name().toLowerCase(Locale.ROOT), workers);
  }

  /** Cores that others used meanwhile. */
  double disturbed() {
    return footprint.others();
  }

  static RpcCalls run(Site site, Operation operation, int workers, Time time)
      throws IOException, InterruptedException {
    var plan = LoadPlan.closed(site.addresses().rpc(), workers, time.warmUp(), time.time());
    var run = "P" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    var exchanges = new Kept<RpcExchange>();
    var with =
        CpuUse.of(
            site.process(),
            () ->
                Generator.run(
                    plan,
                    i ->
                        exchanges.keep(
                            new RpcExchange(
                                operation, site.lots(), i, "%s-%d-".formatted(run, i)))));
    long changes = exchanges.all().stream().mapToLong(RpcExchange::changes).sum();
    return new RpcCalls(operation, workers, with.result(), with.footprint(), changes);
  }
}
