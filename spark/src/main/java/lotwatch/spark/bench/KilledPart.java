package lotwatch.spark.bench;

import static lotwatch.spark.bench.Said.agrees;
import static lotwatch.spark.bench.Said.say;
import static lotwatch.spark.bench.Said.seconds;
import static lotwatch.spark.bench.Said.verdict;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import lotwatch.spark.bench.Traffic.Arrival;

/**
 * Each process killed (SIGKILL) and started again while a full topic is read: the broker, the job,
 * a node whose ledger makes the sessions, and one that takes those of the job.
 */
final class KilledPart {
  private final Site site;
  private final Duration limit;

  private KilledPart(Site site, Duration limit) {
    this.site = site;
    this.limit = limit;
  }

  /** Whether all that is left in the end is what the machine says. */
  static boolean run(Path home, Path folder, List<Arrival> traffic, Duration limit)
      throws Exception {
    try (var site = Site.open(home, folder)) {
      var part = new KilledPart(site, limit);
      var expected = site.preload(traffic);
      boolean isEqual = part.job(expected);
      isEqual &= part.node("embedded", ReadingNode.EMBEDDED, expected);
      isEqual &= part.node("follower", ReadingNode.SPARK, expected);
      return isEqual;
    }
  }

  /** The broker is killed at a quarter of the rows, the job at half of them. */
  private boolean job(Expected expected) throws Exception {
    var kafka = site.kafka();
    try (var job = site.job()) {
      kafka.awaitRows(expected.size() / 4, limit, job);
      long begun = System.nanoTime();
      site.killBroker();
      kafka.awaitRows(kafka.rows().size() + 1, limit, job);
      say("broker killed, to the next row", seconds(System.nanoTime() - begun));
      kafka.awaitRows(expected.size() / 2, limit, job);
      job.kill();
    }
    kafka.settle();
    int before = kafka.rows().size();
    long begun = System.nanoTime();
    try (var job = site.job()) {
      kafka.awaitRows(Math.min(before + 1, expected.size()), limit, job);
      say("job killed, to the next new row", seconds(System.nanoTime() - begun));
      kafka.awaitRows(expected.size(), limit, job);
    }
    say("rows that came again", "%,d".formatted(kafka.copies()));
    return agrees(kafka, expected);
  }

  /** It is killed when it has half of the sessions that end, and the broker a quarter later. */
  private boolean node(String name, String engine, Expected expected)
      throws IOException, InterruptedException {
    try (var node = site.node(name, engine, true)) {
      node.awaitEnded(expected.ended() / 2, limit);
      node.kill();
    }
    long begun = System.nanoTime();
    try (var node = site.node(name, engine, true)) {
      say("node killed (%s), start".formatted(engine), seconds(System.nanoTime() - begun));
      node.awaitEnded(expected.ended() * 3 / 4, limit);
      site.killBroker();
      node.awaitEnded(expected.ended(), limit);
      node.awaitHistory(limit);
      var wanted = ReadingNode.lines(expected.changes());
      return verdict("its sessions", wanted.size(), node.sessions().equals(wanted));
    }
  }
}
