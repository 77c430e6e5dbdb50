package lotwatch.lab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lotwatch.lab.faults.FreePorts;

/** A program of somebody else that runs as long as it is measured. */
public final class PeerProcess implements AutoCloseable {
  private static final int STOP_SECONDS_MAX = 20;

  private final Process process;
  private final Path log;

  /**
   * Starts it.
   *
   * @param folder where it works; what it says goes into the file {@code log} beside it
   */
  public PeerProcess(Path folder, List<String> command) throws IOException {
    log = folder.resolveSibling(folder.getFileName() + ".log");
    process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    process.getOutputStream().close();
  }

  /**
   * Runs a program to its end.
   *
   * @throws IOException with what it said, if it failed
   */
  public static String run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    try (var said = process.inputReader()) {
      var all = String.join("\n", said.lines().toList());
      if (process.waitFor() != 0) {
        throw new IOException("%s: %s".formatted(command.getFirst(), all));
      }
      return all;
    }
  }

  /** Looks for a program in these folders, then on the path. */
  public static Optional<Path> find(String program, String... folders) {
    var path = Optional.ofNullable(System.getenv("PATH")).orElse("").split(":", -1);
    return Stream.concat(Stream.of(folders), Stream.of(path))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A port of this machine that is free and that no connection takes meanwhile. */
  public static int freePort() throws IOException {
    return FreePorts.free();
  }

  /**
   * Looks whether it still runs.
   *
   * @throws IOException with the end of what it said, if it does not
   */
  public void check() throws IOException {
    if (!process.isAlive()) {
      var said = said();
      throw new IOException(
          "ended with %d: %s"
              .formatted(
                  process.exitValue(),
                  String.join("\n", said.subList(Math.max(0, said.size() - 5), said.size()))));
    }
  }

  /** What it said until now. */
  public List<String> said() throws IOException {
    return Files.readAllLines(log);
  }

  /** {@code kill -9}. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
