package lotwatch.lab.up;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** {@code lotwatch export --follow} in a process of its own. */
final class Exporter implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Process process;
  private final Path said;

  private Exporter(Process process, Path said) {
    this.process = process;
    this.said = said;
  }

  /**
   * Starts it.
   *
   * @param said the file that has what it says
   */
  static Exporter start(List<URI> servers, Path out, Path said) throws IOException {
    var all = servers.stream().map(URI::toString).collect(Collectors.joining(","));
    var command =
        Program.words(
            List.of(
                "export", "--follow", "--name", "bills", "--out", out.toString(), "--server", all));
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()))
            .start();
    return new Exporter(process, said);
  }

  /** The numbers of the events in a file, without an incomplete last line. */
  static List<Long> sequences(Path out) throws IOException {
    if (!Files.exists(out)) {
      return List.of();
    }
    var text = Files.readString(out);
    var sequences = new ArrayList<Long>();
    for (var line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      sequences.add(JSON.readTree(line).path("sequence").longValue());
    }
    return sequences;
  }

  /** Waits until the file is as it should be. */
  static List<Long> await(Path out, Predicate<List<Long>> pleases) throws Exception {
    long deadline = System.nanoTime() + Running.PATIENCE.toNanos();
    while (true) {
      var sequences = sequences(out);
      if (pleases.test(sequences)) {
        return sequences;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "after %d events the file is not complete".formatted(sequences.size()));
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  String said() throws IOException {
    return new String(Files.readAllBytes(said), UTF_8);
  }

  /** {@code kill -9}. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
