package lotwatch.lab.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;

/** Commands of the machine. */
final class Shell {
  /** One that takes longer is given up: the kernel may never let it end. */
  static final int MINUTES_MAX = 2;

  private Shell() {}

  /**
   * Runs one to its end.
   *
   * @throws IOException if it fails, or does not end; says what it said
   */
  static void run(String... command) throws IOException {
    var words = String.join(" ", command);
    var said = Files.createTempFile("said", ".txt");
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException("%s: has not ended in %d minutes".formatted(words, MINUTES_MAX));
      }
      if (process.exitValue() != 0) {
        throw new IOException("%s: %s".formatted(words, Files.readString(said).strip()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted in " + command[0], e);
    } finally {
      Files.delete(said);
    }
  }

  /** Runs one to its end, whether it works or not. */
  static boolean tried(String... command) {
    try {
      run(command);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
