package lotwatch.lab.up;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.PreInterruptCallback;
import org.junit.jupiter.api.extension.PreInterruptContext;

/**
 * What becomes of a test that takes too long: its processes tell what their threads do, and are
 * killed. Who reads from a process, or from a socket of one, cannot be interrupted, and would keep
 * all the tests after it from being run.
 */
public final class Stuck implements PreInterruptCallback {
  private static final int TELL_SECONDS_MAX = 30;

  @Override
  public void beforeThreadInterrupt(PreInterruptContext late, ExtensionContext test) {
    end(test.getDisplayName());
  }

  static void end(String test) {
    var processes = ProcessHandle.current().descendants().toList();
    System.err.printf("%s takes too long, its %d processes are killed%n", test, processes.size());
    processes.stream().filter(Stuck::isJava).forEach(Stuck::tell);
    processes.forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean isJava(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("/java");
  }

  /** The threads that are in code of ours, virtual ones too. */
  private static void tell(ProcessHandle process) {
    try {
      var file = Files.createTempFile("threads", ".txt");
      try {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var command =
            new ProcessBuilder(
                    jcmd, "" + process.pid(), "Thread.dump_to_file", "-overwrite", "" + file)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!command.waitFor(TELL_SECONDS_MAX, TimeUnit.SECONDS)) {
          command.destroyForcibly();
        }
        System.err.printf(
            "threads of %s: %s%n%n%s%n",
            process.pid(),
            process.info().commandLine().orElse(""),
            Stream.of(Files.readString(file, UTF_8).split("\n\n"))
                .filter(thread -> thread.contains(" lotwatch."))
                .collect(Collectors.joining("\n\n")));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      System.err.printf("threads of %s: %s%n", process.pid(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
