package lotwatch.media.camera;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A child process that cannot outlive us. A shell stands between: its standard input is a pipe from
 * this JVM, and when that pipe closes, because we close it or because we were killed, the shell
 * kills the program.
 */
final class GuardedChild implements Child {
  /**
   * Runs {@code "$@"}. The lines up to the first empty one are what the program reads: a password
   * in them stands on no command line and in no environment. A line after that means that its
   * output has been read to the end, so that only its exit status is waited for; the end of
   * standard input means kill. The shell shuts its own copies of the output so that the reader sees
   * the end, and outlives the signals of a terminal so that Ctrl-C reaches the program through us.
   */
  private static final String GUARD =
      """
      trap '' HUP INT TERM
      exec 3<&0
      said=
      while IFS= read -r line <&3 && [ -n "$line" ]; do
        said="$said$line
      "
      done
      printf %s "$said" | "$@" 3<&- &
      child=$!
      exec >&- 2>&-
      read -r word <&3 || kill -9 $child
      wait $child
      """;

  private static final int SHUTDOWN_SECONDS_MAX = 5;

  private final Process process;
  private final LastWords lastWords;

  private GuardedChild(Process process) {
    this.process = process;
    this.lastWords = new LastWords(process.getErrorStream());
  }

  /**
   * Starts a program.
   *
   * @param program its words and environment
   * @param said what it reads from its input: lines without an empty one among them
   * @throws IOException if the shell cannot be started
   */
  static GuardedChild start(ProcessBuilder program, List<String> said) throws IOException {
    var words = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, "lotwatch-guard"));
    words.addAll(program.command());
    var guarded = new ProcessBuilder(words);
    guarded.environment().clear();
    guarded.environment().putAll(program.environment());
    var child = new GuardedChild(guarded.start());
    try {
      var in = child.process.outputWriter(UTF_8);
      for (var line : said) {
        in.append(line).append('\n');
      }
      in.append('\n').flush();
      return child;
    } catch (IOException e) {
      child.close();
      throw e;
    }
  }

  @Override
  public InputStream output() {
    return process.getInputStream();
  }

  @Override
  public void join() {
    try {
      process.outputWriter(UTF_8).append('\n').flush();
      process.waitFor(SHUTDOWN_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (IOException e) {
      // The shell is gone, and the program with it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
  }

  @Override
  public String lastWords() {
    return lastWords.line();
  }

  @Override
  public LastWords decoderWords() {
    return lastWords;
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // Closed by its other end: gone already.
    }
    var interrupted = Thread.interrupted();
    try {
      if (!process.waitFor(SHUTDOWN_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      interrupted = true;
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
