package lotwatch.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lotwatch stop}: what runs on a data folder ends, and its children with it. */
@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    description =
        "Stop what runs on a data folder: a node, or the nodes of up --nodes, each with its ffmpeg"
            + " and what was half written. Returns when it has ended.")
final class Stop implements Callable<Integer> {
  /** A node that stops in order hands over what it does; this is ample. */
  static final Duration WAIT_MAX = Duration.ofSeconds(60);

  /** A process that is killed is gone as soon as the system comes to it. */
  private static final Duration KILL_WAIT_MAX = Duration.ofSeconds(20);

  /** Below a data folder, what is half written. */
  private static final Path HALF_WRITTEN = Path.of("blobs", "tmp");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "the folder it was started with (${DEFAULT-VALUE})")
  Path data = Path.of("data");

  @Option(
      names = "--force",
      description =
          "kill it, as when it does not answer: nothing that was acknowledged is lost, but videos"
              + " that are being uploaded or encoded begin anew")
  boolean force;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Failure, InterruptedException {
    var folder = data.toAbsolutePath().normalize();
    try {
      var running = running(folder);
      if (running.isEmpty()) {
        throw new Failure(
            Exit.NOT_FOUND,
            "nothing runs on %s: --data names the folder it was started with".formatted(folder));
      }
      // When a parent is gone its children cannot be found any more.
      var children = running.values().stream().flatMap(ProcessHandle::descendants).toList();
      end(running, children);
      if (force) {
        for (var each : folders(folder)) {
          remove(each.resolve(HALF_WRITTEN));
        }
      }
      return Exit.OK;
    } catch (IOException e) {
      throw new Failure(
          Exit.UNAVAILABLE, "%s cannot be read: %s".formatted(folder, e.getMessage()));
    }
  }

  /** What runs on a folder, by what people call it; a cluster is ended by who started it. */
  private Map<String, ProcessHandle> running(Path folder) throws IOException {
    var running = new LinkedHashMap<String, ProcessHandle>();
    Holder.of(folder.resolve(Holder.STARTER))
        .ifPresent(process -> running.put("the cluster", process));
    if (running.isEmpty() || force) {
      for (var each : folders(folder)) {
        Holder.of(each.resolve(Holder.LOCK))
            .ifPresent(process ->
                running.put(
                    each.equals(folder) ? "the node" : String.valueOf(each.getFileName()),
                    process));
      }
    }
    return running;
  }

  /** A node's own, and those of a local cluster. */
  private static List<Path> folders(Path folder) {
    var folders = new ArrayList<>(List.of(folder));
    for (int i = 1; i <= LocalCluster.NODES_MAX; i++) {
      folders.add(LocalCluster.folder(folder, "n" + i));
    }
    return folders.stream().filter(Files::isDirectory).toList();
  }

  private void end(Map<String, ProcessHandle> running, List<ProcessHandle> children)
      throws Failure, InterruptedException {
    var out = spec.commandLine().getOut();
    running.forEach((name, process) -> {
      out.println("Stopping %s (process %d) ...".formatted(name, process.pid()));
      var _ = force ? process.destroyForcibly() : process.destroy();
    });
    out.flush();
    if (force) {
      children.forEach(ProcessHandle::destroyForcibly);
    }
    await(running, force ? KILL_WAIT_MAX : WAIT_MAX);
    children.forEach(ProcessHandle::destroyForcibly); // those that would outlive it
    say(out, running);
  }

  private static void say(PrintWriter out, Map<String, ProcessHandle> running) {
    running.keySet().forEach(name -> out.println("OK: %s has ended".formatted(name)));
    out.flush();
  }

  private void await(Map<String, ProcessHandle> running, Duration waitMax)
      throws Failure, InterruptedException {
    var ends = running.values().stream().map(ProcessHandle::onExit);
    try {
      CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
          .get(waitMax.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException _) {
      var left = running.entrySet().stream().filter(each -> each.getValue().isAlive());
      throw new Failure(
          Exit.UNAVAILABLE,
          "%s still runs after %d s%s"
              .formatted(
                  String.join(", ", left.map(Map.Entry::getKey).toList()),
                  waitMax.toSeconds(),
                  force ? "" : ": lotwatch stop --force kills it"));
    }
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> inside = Files.walk(folder)) {
      for (var path : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
