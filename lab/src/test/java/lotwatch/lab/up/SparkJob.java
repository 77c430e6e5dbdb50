package lotwatch.lab.up;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lotwatch.lab.bench.servers.Packaged;
import lotwatch.lab.cluster.JavaCommand;

/** {@code lotwatch spark local} as a process of its own, which starts the job as another. */
final class SparkJob implements AutoCloseable {
  private final Process process;
  private final Path log;

  private SparkJob(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it, and does not wait.
   *
   * @param folder for its checkpoint, its key and its words; what is there goes on
   * @param config of the node, whose rules it follows
   */
  static SparkJob start(Path folder, String servers, String config) throws IOException {
    var spark = Packaged.module("spark");
    var command = JavaCommand.words("-Xmx64m", "-Dlotwatch.home=" + spark.home());
    command.addAll(List.of("-cp", spark.classPath(), "lotwatch.spark.SparkCommand", "local"));
    command.addAll(List.of("--servers", servers, "--policy", config));
    command.addAll(List.of("--checkpoint", folder.resolve("checkpoint").toString()));
    command.addAll(List.of("--key-file", folder.resolve("key").toString()));
    var log = Files.createDirectories(folder).resolve("log");
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("LOTWATCH_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
    return new SparkJob(builder.start(), log);
  }

  /** {@code kill -9} of both processes. */
  void kill() {
    var all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().join());
  }

  /** {@code kill -9} of the one that the user started; returns when the job has ended too. */
  void killStarter() throws Exception {
    var job = process.descendants().toList();
    process.destroyForcibly();
    for (var each : job) {
      each.onExit().get(Running.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** Fails if it has ended. */
  void check() throws IOException {
    if (!process.isAlive()) {
      throw new AssertionError("the job ended: " + said());
    }
  }

  /** All that it said. */
  String said() throws IOException {
    return Files.readString(log, UTF_8);
  }

  @Override
  public void close() {
    kill();
  }
}
