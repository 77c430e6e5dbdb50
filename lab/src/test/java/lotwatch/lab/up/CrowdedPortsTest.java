package lotwatch.lab.up;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node with little memory whose TCP ports are crowded by somebody who means no good. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
final class CrowdedPortsTest {
  private static final int CONNECTIONS = 50_000;
  private static final int HEAP_MEGABYTES = 256;
  private static final long RESIDENT_MAX = 900L << 20;

  /** Rounds in which nobody more was refused; each has a newcomer, who comes after all who wait. */
  private static final int QUIET_ROUNDS = 20;

  private static final Duration ASSAULT = Duration.ofSeconds(20);

  /** Open files of one process that are not connections. */
  private static final int OTHER_FILES = 500;

  /** {@code tcp.connections-per-address-max}, at each of four ports. */
  private static final int PLACES = 4 * 1_000;

  private static final List<String> PORTS = List.of("text", "rpc", "sensor", "pubsub");

  @TempDir Path folder = Path.of("set by JUnit");
  private final List<Process> crowds = new ArrayList<>();

  @AfterEach
  void disperse() {
    crowds.forEach(Process::destroyForcibly);
  }

  private Running node() throws IOException {
    var config =
        Files.writeString(
            folder.resolve("lotwatch.yml"),
            "sim: {cameras: false}\nlots:\n  - {id: LOT-A, capacity: 100}\n" + Regulars.LOTS);
    return Running.within(HEAP_MEGABYTES, folder.resolve("data"), "--config", config.toString());
  }

  @Test
  void fiftyThousandConnectionsThatAreLeftHinderNobody() throws Exception {
    try (var node = node();
        var regulars = new Regulars(node)) {
      regulars.round();
      long before = node.metric("lotwatch_tcp_connections");
      leave(node);

      boolean allLeft = false;
      while (!allLeft) {
        allLeft = crowds.stream().allMatch(CrowdedPortsTest::hasLeft);
        regulars.round();
      }
      long refused = settled(node, regulars);

      assertThat(refused).isBetween(CONNECTIONS / 2L, (long) CONNECTIONS - PLACES);
      assertThat(node.metric("lotwatch_tcp_connections")).isGreaterThanOrEqualTo(before + PLACES);
      System.out.printf(
          "%,d connections were left, %,d of them let in, %,d refused, the others lost by the"
              + " kernel: %,d rounds of the regulars, at most %,d MB resident%n",
          CONNECTIONS, PLACES, refused, regulars.rounds(), node.residentMax() >> 20);
      assertThat(node.residentMax()).isLessThan(RESIDENT_MAX);
    }
  }

  @Test
  void allBadInputAtOnceHindersNobody() throws Exception {
    try (var node = node();
        var regulars = new Regulars(node);
        var assault = new Assault(node)) {
      long until = System.nanoTime() + ASSAULT.toNanos();
      while (System.nanoTime() < until || !assault.isOn()) {
        regulars.round();
      }

      System.out.printf(
          "%,d bad connections sent %,d MB: %,d rounds of the regulars, at most %,d MB resident%n",
          assault.made(), assault.sent() >> 20, regulars.rounds(), node.residentMax() >> 20);
      assertThat(node.residentMax()).isLessThan(RESIDENT_MAX);
      assertThat(node.isAlive()).isTrue();
    }
  }

  /**
   * How many were refused once nobody waits any longer. With SYN cookies the kernel forgets some of
   * those that arrive while its queue is full, and they never hear of it (tcp_syncookies, tcp(7)):
   * so not all of them come, and the end is when no more do.
   */
  private static long settled(Running node, Regulars regulars)
      throws IOException, InterruptedException {
    long refused = 0;
    int quiet = 0;
    while (quiet < QUIET_ROUNDS) {
      regulars.round();
      long now = node.metric("lotwatch_tcp_refused_total");
      quiet = now == refused ? quiet + 1 : 0;
      refused = now;
    }
    return refused;
  }

  private void leave(Running node) throws IOException {
    var system = ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);
    long files = system.getMaxFileDescriptorCount() - OTHER_FILES;
    assertThat(files).as("open files of a process (ulimit -n)").isGreaterThan(2L * PLACES);
    int each = Math.toIntExact(Math.min(files, CONNECTIONS / 3 + 1));
    for (int rest = CONNECTIONS; rest > 0; rest -= each) {
      var command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-cp",
                  Path.of(
                          Leavers.class
                              .getProtectionDomain()
                              .getCodeSource()
                              .getLocation()
                              .getPath())
                      .toString(),
                  Leavers.class.getName(),
                  Integer.toString(Math.min(each, rest))));
      PORTS.forEach(name -> command.add(Integer.toString(node.port(name))));
      crowds.add(
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }
  }

  private static boolean hasLeft(Process crowd) {
    try {
      assertThat(crowd.isAlive()).isTrue();
      return crowd.getInputStream().available() > 0;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
