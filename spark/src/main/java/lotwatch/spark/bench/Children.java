package lotwatch.spark.bench;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.launcher.JavaModuleOptions;

/** Starts brokers and jobs as processes of their own, each with its own class path. */
public final class Children {
  private static final Duration START_MAX = Duration.ofMinutes(2);

  private final Path home;
  private final Path folder;

  /**
   * @param home the folder of Lotwatch, where {@code broker} is built
   * @param folder for what they write
   */
  public Children(Path home, Path folder) {
    this.home = home;
    this.folder = folder;
  }

  /** The folder of Lotwatch. */
  Path home() {
    return home;
  }

  /** A port that nobody listens on. */
  public static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** A broker with all topics, which goes on with its folder when it is started again. */
  public Child broker(int port, int partitions) throws IOException, InterruptedException {
    var built = home.resolve("broker/target");
    var jar = built.resolve("broker-0-SNAPSHOT.jar");
    if (!Files.exists(jar) || !Files.isDirectory(built.resolve("lib"))) {
      throw new IllegalStateException(
          "no broker in %s: build it with mvn package -pl broker".formatted(built));
    }
    var log = folder.resolve("broker.log");
    Files.deleteIfExists(log);
    var broker =
        Child.start(
            List.of(
                Child.java(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                jar + File.pathSeparator + built.resolve("lib") + "/*",
                "lotwatch.broker.Broker",
                "up",
                "--port",
                Integer.toString(port),
                "--data",
                folder.resolve("kafka").toString(),
                "--partitions",
                Integer.toString(partitions)),
            Map.of(),
            log);
    broker.awaitWords("Kafka is at", START_MAX);
    return broker;
  }

  /** The job as one process, driver and executor in one. */
  public Child job(String... options) throws IOException {
    var command = new ArrayList<String>();
    command.add(Child.java());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-cp", classPath(), "lotwatch.spark.Job"));
    command.addAll(List.of(options));
    return Child.start(command, Map.of(), folder.resolve("job.log"));
  }

  /** Reads the topic of sightings and does nothing with it: the least that reading costs. */
  Child bareConsumer(int port, int count) throws IOException {
    return Child.start(
        List.of(
            Child.java(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-cp",
            classPath(),
            BareConsumer.class.getName(),
            "127.0.0.1:" + port,
            Integer.toString(count)),
        Map.of(),
        folder.resolve("bare.log"));
  }

  /** Maven's test runner keeps the real one in a property. */
  static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
