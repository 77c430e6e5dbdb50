package lotwatch.lab.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One member that can be asked, killed, paused and started again. */
public final class MemberProcess {
  private static final Duration START_WAIT_MAX = Duration.ofMinutes(3);

  private final int number;
  private final String peers;
  private final Path folder;
  private final Path log;
  private final ConcurrentHashMap<String, CompletableFuture<List<String>>> asked =
      new ConcurrentHashMap<>();
  private volatile @Nullable Process process;
  private volatile @Nullable BufferedWriter to;

  /**
   * @param folder where it keeps its state
   * @param log where it writes what goes wrong
   */
  public MemberProcess(int number, String peers, Path folder, Path log) {
    this.number = number;
    this.peers = peers;
    this.folder = folder;
    this.log = log;
  }

  /** Starts it; returns at once. */
  public CompletableFuture<List<String>> start() throws IOException {
    var command = JavaCommand.words("-Xmx512m");
    command.addAll(
        List.of(
            "-Djava.util.logging.config.file=/dev/null",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Member.class.getName(),
            "n" + number,
            peers,
            folder.toString()));
    var started =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    var ready = new CompletableFuture<List<String>>();
    asked.put("0", ready);
    process = started;
    to = new BufferedWriter(started.outputWriter(UTF_8));
    Thread.ofVirtual().start(() -> listen(started));
    return ready;
  }

  /** Waits until it has come in. */
  public void awaitReady(CompletableFuture<List<String>> ready) throws IOException {
    try {
      ready.get(START_WAIT_MAX.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("n%d does not start: see %s".formatted(number, log), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void listen(Process started) {
    var lines = new ArrayList<String>();
    try (var in = new BufferedReader(new InputStreamReader(started.getInputStream(), UTF_8))) {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        int blank = line.indexOf(' ');
        var id = blank < 0 ? line : line.substring(0, blank);
        var rest = blank < 0 ? "" : line.substring(blank + 1);
        if (rest.startsWith("E ")) {
          lines.add(rest);
          continue;
        }
        var future = asked.remove(id);
        if (future != null) {
          lines.add(rest);
          future.complete(List.copyOf(lines));
        }
        lines.clear();
      }
    } catch (IOException e) {
      // It was killed.
    }
    asked.forEach((id, future) -> {
      if (asked.remove(id, future)) {
        future.completeExceptionally(new IOException("n%d is gone".formatted(number)));
      }
    });
  }

  /** Asks; the answer's lines without its number. The future fails when the member is gone. */
  public CompletableFuture<List<String>> ask(String id, String question) {
    var answer = new CompletableFuture<List<String>>();
    var writer = to;
    var running = process;
    if (writer == null || running == null || !running.isAlive()) {
      answer.completeExceptionally(new IOException("n%d does not run".formatted(number)));
      return answer;
    }
    asked.put(id, answer);
    try {
      synchronized (this) {
        writer.write(id + " " + question + "\n");
        writer.flush();
      }
    } catch (IOException e) {
      asked.remove(id);
      answer.completeExceptionally(e);
    }
    return answer;
  }

  /** SIGKILL. */
  public void kill() {
    var running = process;
    if (running != null) {
      running.destroyForcibly().onExit().join();
    }
  }

  public int number() {
    return number;
  }
}
