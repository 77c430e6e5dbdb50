package lotwatch.ffmpeg;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A child process that cannot outlive us. A shell stands between: its standard input is a pipe from
 * this JVM, and when that pipe closes, because we close it or because we were killed, the shell
 * kills the program. The shell runs a script that never changes; the program's words reach it as
 * arguments and are not interpreted.
 */
public final class GuardedProcess implements AutoCloseable {
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

  private GuardedProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts a program.
   *
   * @param program its words, environment and folder
   * @param said what it reads from its input: lines without an empty one among them
   * @throws IOException if the shell cannot be started
   */
  public static GuardedProcess start(ProcessBuilder program, List<String> said) throws IOException {
    var words = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, "lotwatch-guard"));
    words.addAll(program.command());
    var guarded = new ProcessBuilder(words).directory(program.directory());
    guarded.environment().clear();
    guarded.environment().putAll(program.environment());
    var child = new GuardedProcess(guarded.start());
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

  /** What the program writes to its standard output. */
  public InputStream output() {
    return process.getInputStream();
  }

  /** What the program writes to its standard error; somebody must read it. */
  public InputStream complaints() {
    return process.getErrorStream();
  }

  /**
   * Waits a moment for the end of a program whose output has ended, and kills it if it stays.
   *
   * @return its exit status, 128 and the signal's number if a signal ended it
   */
  public int join() {
    try {
      process.outputWriter(UTF_8).append('\n').flush();
      process.waitFor(SHUTDOWN_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (IOException e) {
      // The shell is gone, and the program with it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
    return process.isAlive() ? 137 : process.exitValue();
  }

  /**
   * Kills it and all that it started, and waits a moment until they are gone. May be called from
   * any thread.
   */
  @Override
  public void close() {
    // what is inside a sandbox ends after the one whom the shell kills, and may write until then
    var family = process.descendants().toList();
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // Closed by its other end: gone already.
    }
    var interrupted = Thread.interrupted();
    try {
      if (!process.waitFor(SHUTDOWN_SECONDS_MAX, TimeUnit.SECONDS)) {
        end(family);
      }
      for (var each : family) {
        each.onExit().get(SHUTDOWN_SECONDS_MAX, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      interrupted = true;
      end(family);
    } catch (ExecutionException | TimeoutException e) {
      end(family);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void end(List<ProcessHandle> family) {
    family.forEach(ProcessHandle::destroyForcibly);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
