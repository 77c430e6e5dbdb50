package lotwatch.lab.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/** Commands of the machine. */
final class Shell {
  private Shell() {}

  /**
   * Runs one to its end.
   *
   * @throws IOException if it fails; says what it said
   */
  static void run(String... command) throws IOException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("%s: %s".formatted(String.join(" ", command), said.strip()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted in " + command[0], e);
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
