package lotwatch.spark.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/** A standalone Spark cluster of this machine: a master, and two workers with one core each. */
public final class Cluster implements AutoCloseable {
  private static final int WORKERS = 2;
  private static final Duration START_MAX = Duration.ofMinutes(2);
  private static final Pattern TASK = Pattern.compile("Running task [0-9.]+ in stage");

  /** Spark's own, which says what happens. */
  private static final String LOG = "org/apache/spark/log4j2-defaults.properties";

  private static final String DEPLOY = "org.apache.spark.deploy.";

  private final Path folder;
  private final String url;
  private final String classes;
  private final Map<String, String> environment;
  private final List<Child> children = new ArrayList<>();

  private Cluster(Path folder, int port) throws IOException {
    this.folder = folder;
    this.url = "spark://127.0.0.1:" + port;
    var home = folder.resolve("home");
    this.classes = spread(home);
    this.environment =
        Map.of(
            "SPARK_HOME",
            home.toString(),
            "SPARK_SCALA_VERSION",
            "2.13",
            "SPARK_LOCAL_IP",
            "127.0.0.1",
            "JAVA_HOME",
            System.getProperty("java.home"));
  }

  /** Puts the jars of the class path where workers look for them; returns what is no jar. */
  private static String spread(Path home) throws IOException {
    var jars = Files.createDirectories(home.resolve("jars"));
    var left = new ArrayList<String>();
    for (var part : Children.classPath().split(File.pathSeparator, -1)) {
      var path = Path.of(part).toAbsolutePath();
      if (part.endsWith(".jar")) {
        Files.createSymbolicLink(jars.resolve(path.getFileName()), path);
      } else {
        left.add(path.toString());
      }
    }
    return String.join(File.pathSeparator, left);
  }

  /**
   * Starts it, and waits until the workers are known.
   *
   * @param folder for what it writes
   */
  public static Cluster start(Path folder) throws IOException, InterruptedException {
    int port = Children.freePort();
    var cluster = new Cluster(folder, port);
    cluster.add(
        "master",
        "256m",
        DEPLOY + "master.Master",
        "--host",
        "127.0.0.1",
        "--port",
        Integer.toString(port),
        "--webui-port",
        "0");
    cluster.children.get(0).awaitWords("I have been elected leader", START_MAX);
    for (int worker = 1; worker <= WORKERS; worker++) {
      cluster.add(
          "worker-" + worker,
          "256m",
          DEPLOY + "worker.Worker",
          "--host",
          "127.0.0.1",
          "--cores",
          "1",
          "--memory",
          "1g",
          "--webui-port",
          "0",
          "--work-dir",
          folder.resolve("work-" + worker).toString(),
          cluster.url);
    }
    for (var worker : cluster.children.subList(1, WORKERS + 1)) {
      worker.awaitWords("Successfully registered with master", START_MAX);
    }
    return cluster;
  }

  private Child add(String name, String memory, String main, String... arguments)
      throws IOException {
    var child = child(name, memory, main, List.of(arguments));
    children.add(child);
    return child;
  }

  private Child child(String name, String memory, String main, List<String> arguments)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Child.java());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    command.addAll(
        List.of(
            "-Xmx" + memory,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1", // they live for seconds
            "-Dspark.master.rest.enabled=false",
            "-Dlog4j2.configurationFile=" + (name.equals("job") ? "log4j2.properties" : LOG),
            "-cp",
            Children.classPath(),
            main));
    command.addAll(arguments);
    return Child.start(command, environment, folder.resolve(name + ".log"));
  }

  /** The job, its driver a process of its own, its executors those of the workers. */
  public Child job(String... options) throws IOException {
    var arguments =
        Stream.concat(
            Stream.of(
                "--master",
                url,
                "--deploy-mode",
                "client",
                "--conf",
                "spark.driver.host=127.0.0.1",
                "--conf",
                "spark.executor.memory=600m",
                "--conf",
                "spark.ui.enabled=false",
                "--conf",
                "spark.executor.extraClassPath=" + classes,
                "--conf",
                "spark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
                    + " -Dlog4j2.configurationFile="
                    + LOG,
                "--class",
                "lotwatch.spark.Job",
                "spark-internal"),
            Stream.of(options));
    return child("job", "768m", DEPLOY + "SparkSubmit", arguments.toList());
  }

  /** The executors that run now, by the worker that started them. */
  public List<List<ProcessHandle>> executors() {
    return children.subList(1, WORKERS + 1).stream().map(Child::children).toList();
  }

  /** How many tasks the executors of each worker were given. */
  public List<Long> tasks() throws IOException {
    var tasks = new ArrayList<Long>();
    for (int worker = 1; worker <= WORKERS; worker++) {
      long count = 0;
      try (var files = Files.walk(folder.resolve("work-" + worker))) {
        for (var file : files.filter(each -> each.endsWith("stderr")).toList()) {
          count += TASK.matcher(Files.readString(file)).results().count();
        }
      }
      tasks.add(count);
    }
    return tasks;
  }

  /** Ends all, and takes the links to libraries away. */
  @Override
  public void close() {
    for (int i = children.size() - 1; i >= 0; i--) {
      children.get(i).close();
    }
    try (var links = Files.list(folder.resolve("home/jars"))) {
      for (var link : links.toList()) {
        Files.delete(link);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
