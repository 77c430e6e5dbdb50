package lotwatch.spark.bench;

import static lotwatch.spark.bench.Said.agrees;
import static lotwatch.spark.bench.Said.perMillion;
import static lotwatch.spark.bench.Said.rate;
import static lotwatch.spark.bench.Said.say;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import lotwatch.spark.bench.Traffic.Arrival;

/** The job on a standalone cluster: a master, and two workers with one core each. */
final class WorkersPart {
  private WorkersPart() {}

  /** Whether the rows are those of the machine, and both workers ran tasks. */
  static boolean run(Path home, Path folder, List<Arrival> traffic, Duration limit)
      throws Exception {
    try (var site = Site.open(home, folder);
        var cluster = Cluster.start(folder.resolve("cluster"))) {
      var expected = site.preload(traffic);
      long begun = System.nanoTime();
      try (var job = site.job(cluster)) {
        site.kafka().awaitRows(expected.size(), limit, job);
        say("two workers", rate(System.nanoTime() - begun, traffic.size()) + " with the start");
        var tasks = cluster.tasks();
        double sum = job.cpuSeconds();
        say("processor time of the driver", perMillion(sum, traffic.size()));
        for (int worker = 0; worker < tasks.size(); worker++) {
          double spent = 0;
          for (var executor : cluster.executors().get(worker)) {
            spent += Child.cpuSeconds(executor);
          }
          sum += spent;
          say(
              "worker %d, %,d tasks".formatted(worker + 1, tasks.get(worker)),
              perMillion(spent, traffic.size()));
        }
        say("driver and both executors", perMillion(sum, traffic.size()));
        return agrees(site.kafka(), expected) && tasks.stream().allMatch(count -> count > 0);
      }
    }
  }
}
