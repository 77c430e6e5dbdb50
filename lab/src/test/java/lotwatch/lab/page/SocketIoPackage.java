package lotwatch.lab.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * npm's socket.io-client, installed into {@code target} by the first test that needs it: tests of
 * several processes wait for one another.
 */
final class SocketIoPackage {
  private static final String VERSION = "4.8.4";
  private static final Path FOLDER = Path.of("target", "npm").toAbsolutePath();
  private static final int INSTALL_MINUTES_MAX = 3;

  private SocketIoPackage() {}

  /** Where it is; without npm or a network the test is skipped, saying so. */
  static synchronized Path folder() throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    try (var channel = FileChannel.open(FOLDER.resolve("lock"), CREATE, WRITE);
        var _ = channel.lock()) {
      return installed();
    }
  }

  private static Path installed() throws IOException, InterruptedException {
    var installed = FOLDER.resolve("node_modules/socket.io-client");
    if (!Files.exists(installed.resolve("dist/socket.io.min.js"))) {
      Files.writeString(FOLDER.resolve("package.json"), "{\"private\": true}", UTF_8);
      var log = FOLDER.resolve("install.log");
      Assumptions.assumeTrue(
          isRun(log, "npm", "--version") && isRun(log, "node", "--version"),
          "no npm: apt-get install npm");
      Assumptions.assumeTrue(
          isRun(
              log,
              "npm",
              "install",
              "--no-audit",
              "--no-fund",
              "--prefer-offline",
              "socket.io-client@" + VERSION),
          () -> "npm cannot install socket.io-client: see " + log);
    }
    return installed;
  }

  private static boolean isRun(Path log, String... command) throws InterruptedException {
    try {
      var process =
          new ProcessBuilder(List.of(command))
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(INSTALL_MINUTES_MAX, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }
}
