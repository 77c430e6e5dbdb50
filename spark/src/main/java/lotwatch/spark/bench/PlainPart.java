package lotwatch.spark.bench;

import static lotwatch.spark.bench.Said.agrees;
import static lotwatch.spark.bench.Said.perMillion;
import static lotwatch.spark.bench.Said.rate;
import static lotwatch.spark.bench.Said.say;
import static lotwatch.spark.bench.Said.seconds;
import static lotwatch.spark.bench.Said.verdict;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import lotwatch.spark.bench.Traffic.Arrival;

/** What one stream costs each who reads it, undisturbed. */
final class PlainPart {
  private PlainPart() {}

  /** On this thread, with nothing on disk. */
  static void machine(Path folder, List<Arrival> traffic) throws Exception {
    Files.createDirectories(folder);
    var policy = Files.writeString(folder.resolve("policy.yml"), Site.SESSIONS);
    var rules = Site.rules(policy);
    var processor = ManagementFactory.getThreadMXBean();
    long nanos = 0;
    double cpu = 0;
    for (int round = 0; round < 2; round++) { // the first one warms up
      var machine = new Expected(rules, Site.PARTITIONS);
      long begun = System.nanoTime();
      long begunProcessor = processor.getCurrentThreadCpuTime();
      traffic.forEach(machine::see);
      nanos = System.nanoTime() - begun;
      cpu = (processor.getCurrentThreadCpuTime() - begunProcessor) / 1e9;
    }
    say("machine alone", rate(nanos, traffic.size()));
    say("processor time of it", perMillion(cpu, traffic.size()));
  }

  /** Whether every row and every session of the nodes is the machine's. */
  static boolean run(Path home, Path folder, List<Arrival> traffic, Duration limit)
      throws Exception {
    try (var site = Site.open(home, folder)) {
      var expected = site.preload(traffic);
      var bare = site.bareConsumer(traffic.size());
      bare.awaitEnd(limit);
      System.out.print(bare.said());
      boolean isEqual = node(site, expected, traffic.size(), false, limit);
      isEqual &= node(site, expected, traffic.size(), true, limit);
      long begun = System.nanoTime();
      try (var job = site.job()) {
        site.kafka().awaitRows(1, limit, job);
        long first = System.nanoTime();
        site.kafka().awaitRows(expected.size(), limit, job);
        long end = System.nanoTime();
        say("start to first row", seconds(first - begun));
        say("preloaded topic", rate(end - begun, traffic.size()) + " with the start");
        say("without the start", rate(end - first, traffic.size()));
        say("processor time of the job", perMillion(job.cpuSeconds(), traffic.size()));
      }
      isEqual &= agrees(site.kafka(), expected);
      return isEqual;
    }
  }

  /** A node that reads the topic from its beginning. */
  private static boolean node(
      Site site, Expected expected, int count, boolean hasHistory, Duration limit)
      throws Exception {
    long begun = System.nanoTime();
    try (var node =
        site.node(hasHistory ? "recorded" : "unrecorded", ReadingNode.EMBEDDED, hasHistory)) {
      node.awaitEnded(expected.ended(), limit);
      say(
          hasHistory ? "node with a history" : "node without a history",
          rate(System.nanoTime() - begun, count) + " with the start");
      if (hasHistory) {
        node.awaitHistory(limit);
        say("until all is in it", seconds(System.nanoTime() - begun));
      }
      say("processor time of it", perMillion(node.cpuSeconds(), count));
      if (!hasHistory) {
        return true; // only its newest sessions can be asked for
      }
      var wanted = ReadingNode.lines(expected.changes());
      return verdict("sessions of the node", wanted.size(), node.sessions().equals(wanted));
    }
  }
}
