package lotwatch.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * Starts mains of Spark's jars as processes of their own, with the options that Spark asks of a
 * JVM. They end with this process.
 */
final class Launch {
  private static final long END_SECONDS_MAX = 30;
  private static final String JAR = "spark-0-SNAPSHOT.jar";

  /** Has the id of the process that started this one. */
  private static final String STARTER = "lotwatch.starter";

  /** What executors need besides Spark itself, on a cluster that has nothing of ours. */
  private static final Pattern SENT =
      Pattern.compile(
          "(records|sessions|jackson-core-3|spark-sql-kafka|spark-token-provider-kafka|kafka-clients|commons-pool2).*\\.jar");

  private final Path target;
  private final List<Process> children = new ArrayList<>();

  /**
   * @param home the folder of Lotwatch
   */
  Launch(Path home) {
    this.target = home.toAbsolutePath().resolve("spark/target");
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "end"));
  }

  /**
   * Ends this process, without more ado, when the one that started it has gone: one that was killed
   * has ended nobody, and a second job on the same checkpoint would disturb the next one.
   */
  static void endWithStarter() {
    var starter = Long.getLong(STARTER);
    if (starter == null) {
      return;
    }
    var unused =
        ProcessHandle.of(starter)
            .map(ProcessHandle::onExit)
            .orElseGet(() -> CompletableFuture.completedFuture(ProcessHandle.current()))
            .thenRun(() -> Runtime.getRuntime().halt(Job.UNAVAILABLE));
  }

  /** The jar of the job. */
  Path jar() {
    return target.resolve(JAR);
  }

  private List<Path> libraries() throws IOException {
    try (var files = Files.list(target.resolve("lib"))) {
      return files.sorted().toList();
    }
  }

  /** The jars that a cluster of others needs, with commas between them. */
  String sent() throws IOException {
    return String.join(
        ",",
        libraries().stream()
            .filter(jar -> SENT.matcher(String.valueOf(jar.getFileName())).matches())
            .map(Path::toString)
            .toList());
  }

  private Path sparkHome() {
    return target.resolve("home");
  }

  /** Makes a folder in the shape of a Spark distribution, which its workers look for. */
  void prepare() throws IOException {
    var jars = Files.createDirectories(sparkHome().resolve("jars"));
    for (var jar : Stream.concat(libraries().stream(), Stream.of(jar())).toList()) {
      try {
        Files.createSymbolicLink(jars.resolve(jar.getFileName()), jars.relativize(jar));
      } catch (FileAlreadyExistsException e) {
        // from the last time
      }
    }
  }

  /**
   * Starts a main.
   *
   * @param memory its heap, as the JVM's -Xmx
   */
  Process start(String memory, String main, List<String> arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    command.add("-Xmx" + memory);
    command.add("-XX:+UseSerialGC");
    command.add("-Dspark.master.rest.enabled=false"); // a port that nobody asked for
    command.add("-D%s=%d".formatted(STARTER, ProcessHandle.current().pid()));
    command.add("-Dlotwatch.home=" + System.getProperty("lotwatch.home", "."));
    var more = System.getenv("LOTWATCH_JAVA_OPTIONS");
    if (more != null && !more.isBlank()) {
      command.addAll(List.of(more.strip().split("\\s+", -1)));
    }
    command.add("-cp");
    command.add(jar() + File.pathSeparator + target.resolve("lib") + "/*");
    command.add(main);
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).inheritIO();
    var environment = builder.environment();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("SPARK_HOME", sparkHome().toString());
    environment.put("SPARK_SCALA_VERSION", "2.13");
    environment.putIfAbsent("SPARK_LOCAL_IP", "127.0.0.1");
    var process = builder.start();
    synchronized (children) {
      children.add(process);
    }
    return process;
  }

  /** Asks all to end, the last one first, and kills what does not. */
  private void end() {
    synchronized (children) {
      for (int i = children.size() - 1; i >= 0; i--) {
        children.get(i).destroy();
      }
      for (var child : children) {
        try {
          if (!child.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
            child.destroyForcibly();
          }
        } catch (InterruptedException e) {
          child.destroyForcibly();
        }
      }
    }
  }
}
