package lotwatch.bench;

import java.nio.file.Files;
import java.util.concurrent.Callable;
import lotwatch.chaos.Trio;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lotwatch bench cluster}: what three nodes on one machine can do. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    header =
        "Writes per second of three nodes on this machine, and how long none are taken after"
            + " the leader dies.",
    description = {
      "",
      "RESERVE and CANCEL in turns, each on the disks of two of three processes before it is",
      "answered; the clients run in the leader's process. Then the leader is killed again and again.",
      ""
    })
final class ClusterCommand implements Callable<Integer> {
  /** Until the three have compiled what they run. */
  private static final int WARM_SECONDS = 15;

  private static final int WARM_CLIENTS = 64;
  private static final int[] CLIENTS = {1, 16, 64, 256};

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "how long each number of clients works (${DEFAULT-VALUE})")
  private int seconds = 10;

  @Option(
      names = "--kills",
      defaultValue = "20",
      description = "how often the leader is killed (${DEFAULT-VALUE})")
  private int kills = 20;

  @Override
  public Integer call() throws Exception {
    var trio = new Trio(Files.createTempDirectory("lotwatch-trio"));
    try {
      trio.load(WARM_CLIENTS, WARM_SECONDS);
      System.out.println("clients   writes/s   median us     p99 us");
      for (int clients : CLIENTS) {
        var speed = trio.load(clients, seconds);
        System.out.printf(
            "%7d %10.0f %11d %10d%n",
            speed.clients(), speed.perSecond(), speed.medianMicros(), speed.p99Micros());
      }
      if (kills > 0) {
        var failover = trio.failover(kills);
        var millis = failover.millis();
        System.out.printf(
            "leader killed %d times: next acknowledged write after median %d ms, worst %d ms;"
                + " %d elections%n",
            kills, millis.get(millis.size() / 2), millis.getLast(), failover.elections());
      }
    } finally {
      trio.stop();
    }
    return 0;
  }
}
