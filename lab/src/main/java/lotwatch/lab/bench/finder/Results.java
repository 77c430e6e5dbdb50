package lotwatch.lab.bench.finder;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lotwatch.lab.bench.load.Latencies;
import lotwatch.lab.bench.load.RequestAnswer;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Results as JSON. Calls have the keys of the finder's own load test ({@code avail_1w} and so on,
 * and in each {@code throughput_req_per_sec}, {@code latency_p95_ms}, ...); what is ours comes
 * after them.
 */
final class Results {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Results() {}

  /** Each under its name, such as {@code avail_1w}. */
  static ObjectNode calls(List<RpcCalls> all) {
    var root = JSON.createObjectNode();
    all.forEach(calls -> root.set(calls.key(), calls(calls)));
    return root;
  }

  private static ObjectNode calls(RpcCalls calls) {
    var outcome = calls.outcome();
    var latencies = outcome.latencies();
    var node =
        JSON.createObjectNode()
            .put("duration_seconds", outcome.seconds())
            .put("total_requests", outcome.total())
            .put("successful_requests", outcome.successful())
            .put("failed_requests", outcome.failed())
            .put("timeout_requests", outcome.timeouts())
            .put("throughput_req_per_sec", outcome.perSecond());
    latency(node, "latency", latencies.raw());
    latency(node, "corrected_latency", latencies.corrected());
    return node.put("corrected_expected_interval_ms", latencies.expectedNanos() / 1e6)
        .put("refused_requests", outcome.refused())
        .put("reservations", outcome.count(RequestAnswer.RESERVED))
        .put("cancellations", outcome.count(RequestAnswer.CANCELLED))
        .put("server_cores", calls.footprint().server())
        .put("generator_cores", calls.footprint().generator())
        .put("others_cores", calls.footprint().others());
  }

  private static void latency(ObjectNode node, String name, Histogram nanos) {
    boolean any = nanos.getTotalCount() > 0;
    node.put(name + "_min_ms", any ? nanos.getMinValue() / 1e6 : 0)
        .put(name + "_max_ms", any ? nanos.getMaxValue() / 1e6 : 0)
        .put(name + "_mean_ms", any ? nanos.getMean() / 1e6 : 0)
        .put(name + "_median_ms", Latencies.millis(nanos, 50))
        .put(name + "_p95_ms", Latencies.millis(nanos, 95))
        .put(name + "_p99_ms", Latencies.millis(nanos, 99));
  }

  static ArrayNode stress(List<Stress> all) {
    var list = JSON.createArrayNode();
    for (var stress : all) {
      var node = JSON.createObjectNode().put("name", stress.alone().key());
      node.set("alone", calls(stress.alone()));
      node.set("beside_sensors", calls(stress.beside()));
      node.set("events", events(stress.events()));
      list.add(node.put("p95_times", stress.times()));
    }
    return list;
  }

  static ArrayNode fanout(List<FanoutLoad> all) {
    var list = JSON.createArrayNode();
    for (var fanout : all) {
      list.add(
          events(fanout.events())
              .put("server_cores", fanout.footprint().server())
              .put("generator_cores", fanout.footprint().generator())
              .put("others_cores", fanout.footprint().others())
              .put("server_resident_mb", fanout.footprint().residentMegabytes()));
    }
    return list;
  }

  private static ObjectNode events(Traffic.Events events) {
    var lag = events.lag();
    var node =
        JSON.createObjectNode()
            .put("updates_per_second_and_lot", events.flow().perLot())
            .put("subscribers", events.flow().subscribers())
            .put("stalled_subscribers", events.flow().stalled())
            .put("updates_acknowledged", events.sensors().successful())
            .put("updates_failed", events.sensors().failed() + events.sensors().timeouts())
            .put("ack_p99_ms", Latencies.millis(events.sensors().latencies().raw(), 99))
            .put("events_published", events.published())
            .put("deliveries_expected", events.expected())
            .put("deliveries", events.delivered());
    events.dropped().ifPresent(dropped -> node.put("dropped", dropped));
    node.put("lag_median_ms", Show.microsAsMillis(lag, 50))
        .put("lag_p95_ms", Show.microsAsMillis(lag, 95))
        .put("lag_p99_ms", Show.microsAsMillis(lag, 99))
        .put("lag_max_ms", Show.microsAsMillis(lag, 100));
    var seconds = node.putArray("lag_by_second");
    for (var second : events.lagBySecond()) {
      seconds.add(
          JSON.createObjectNode()
              .put("events", second.getTotalCount())
              .put("median_ms", Show.microsAsMillis(second, 50))
              .put("p99_ms", Show.microsAsMillis(second, 99)));
    }
    return node;
  }

  /** All that an evaluation measured. */
  static ObjectNode evaluation(Evaluation evaluation) {
    var root =
        JSON.createObjectNode().put("machine", evaluation.machine()).put("disk", evaluation.disk());
    root.set("rpc", calls(evaluation.calls()));
    root.set("stress", stress(evaluation.stress()));
    root.set("fanout", fanout(evaluation.fanout()));
    return root;
  }

  static void write(ObjectNode results, Path file) throws IOException {
    Files.writeString(file, results.toPrettyString() + "\n", UTF_8);
  }
}
