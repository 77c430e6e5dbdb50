package lotwatch.lab.page;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.http.HttpServer;
import lotwatch.gateway.http.HttpSettings;
import lotwatch.gateway.http.Proxies;
import lotwatch.gateway.live.LiveLimits;
import lotwatch.gateway.live.LiveRoutes;
import lotwatch.gateway.net.LostPeers;
import lotwatch.gateway.rest.LotRoutes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ten thousand live clients of which some never read. */
class SseCrowdTest {
  private static final int CLIENTS = Integer.getInteger("clients", 10_000);
  private static final int DEAF_SHARE = 20;
  private static final int EVENTS = 300;
  private static final int OTHER_FILES = 500;
  private static final long HEAP_PER_CLIENT_MAX = 64 << 10;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final HttpSettings SETTINGS =
      HttpSettings.DEFAULT
          .on(0)
          .pageless()
          .bearing(
              new HttpSettings.Limits(
                  new HttpSettings.Connections(CLIENTS + 1_000, 100, Proxies.NONE),
                  8 << 10,
                  new HttpSettings.Waits(
                      Duration.ofSeconds(60),
                      Duration.ofSeconds(20),
                      new LostPeers(Duration.ofSeconds(30))),
                  16 << 10));

  private final MemoryLedger memory = new MemoryLedger(Clock.systemUTC());
  private final LiveRoutes live =
      new LiveRoutes(
          memory,
          new LiveLimits(
              LiveLimits.CLIENTS_MAX, LiveLimits.CLIENTS_MAX, Proxies.NONE, Duration.ofSeconds(5)));
  private final HttpServer server =
      HttpServer.open(SETTINGS, memory.gate(), List.of(live::mount, new LotRoutes(memory)::mount));

  @AfterEach
  void shut() {
    live.close();
    server.close();
  }

  @Test
  void readersReceiveEverythingAndThoseWhoNeverReadAreDropped() throws Exception {
    int clients = affordable();
    int deaf = clients / DEAF_SHARE;
    int readers = clients - deaf;
    memory.openCounted("north", 100_000);
    long heapBefore = heap();
    Process crowd = crowd(readers, deaf);
    try (var said = new BufferedReader(new InputStreamReader(crowd.getInputStream(), US_ASCII));
        var tell = new PrintStream(crowd.getOutputStream(), true, US_ASCII)) {
      assertThat(said.readLine()).isEqualTo("connected");
      await(() -> live.clients() == clients, () -> live.clients() + " of " + clients + " are in");
      long heapPerClient = (heap() - heapBefore) / clients;
      long last = memory.view().sequence() + EVENTS;
      tell.println(last);
      long begun = System.nanoTime();
      for (int i = 0; i < EVENTS; i++) {
        memory.count("north");
        LockSupport.parkNanos(1_000_000); // lets the batches be small, as they are in life
      }
      assertThat(askForLots()).isEqualTo(200);

      assertThat(said.readLine()).isEqualTo("readers=%d short=0 gaps=0 gone=0".formatted(readers));
      long millis = (System.nanoTime() - begun) / 1_000_000;
      await(
          () -> {
            memory.count("north"); // whoever does not read is noticed when there is news
            return live.clients() <= readers;
          },
          () -> live.clients() - readers + " of " + deaf + " that never read are still in");
      assertThat(live.clients()).isEqualTo(readers);
      System.out.printf(
          "%,d live clients, %,d of them never read: heap %,d bytes each, process %s;"
              + " %,d events to each of %,d readers in %,d ms%n",
          clients, deaf, heapPerClient, resident(), EVENTS, readers, millis);
      assertThat(heapPerClient).isLessThan(HEAP_PER_CLIENT_MAX);
    } finally {
      crowd.destroyForcibly();
    }
  }

  private int askForLots() throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(server.uri().resolve("/api/lots")).build();
      return client.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  /** As many clients as the limit on open files (ulimit -n) allows in each process. */
  private static int affordable() {
    var system = ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);
    long files = system.getMaxFileDescriptorCount() - OTHER_FILES;
    if (files < CLIENTS) {
      System.out.printf(
          "Only %,d open files are allowed (ulimit -n): the crowd is %,d clients, not %,d.%n",
          files + OTHER_FILES, files, CLIENTS);
    }
    return Math.toIntExact(Math.min(CLIENTS, files));
  }

  private Process crowd(int readers, int deaf) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-cp",
            Path.of(SseCrowd.class.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString(),
            SseCrowd.class.getName(),
            Integer.toString(server.port()),
            Integer.toString(readers),
            Integer.toString(deaf))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static String resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmRSS"))
            .findFirst()
            .orElse("?")
            .replaceAll("\\s+", " ")
        : "size unknown";
  }

  private static void await(BooleanSupplier there, java.util.function.Supplier<String> otherwise) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!there.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(otherwise.get());
      }
      LockSupport.parkNanos(20_000_000);
    }
  }
}
