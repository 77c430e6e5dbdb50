package lotwatch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Warms a start up: a start from nothing and the first requests of a browser, so that the JVM can
 * remember the classes that a start needs ({@code -XX:AOTCacheOutput}, <a
 * href="https://openjdk.org/jeps/514">JEP 514</a>). It takes free ports, a folder of its own, and
 * no camera.
 */
final class WarmUp {
  private static final Pattern ADDRESS = Pattern.compile("Lotwatch is at (\\S+)");
  private static final List<String> ASKED =
      List.of("/", "/api/lots", "/api/cameras", "/api/nodes", "/healthz", "/metrics");

  private static final String CONFIGURATION =
      """
      sim: {cameras: false}
      grpc: {ports: "0"}
      text: {port: 0}
      rpc: {port: 0}
      sensor: {port: 0}
      pubsub: {port: 0}
      """;

  private WarmUp() {}

  /**
   * Starts, asks, and ends the process.
   *
   * @param args the folder to work in, which is made
   */
  static void main(String[] args) throws IOException {
    var folder = Files.createDirectories(Path.of(args[0]));
    var file = Files.writeString(folder.resolve("warm-up.yml"), CONFIGURATION);
    try (var said = new PipedReader();
        var out = new PrintWriter(new PipedWriter(said), true)) {
      String[] command = {
        "up",
        "--config",
        file.toString(),
        "--data",
        folder.resolve("data").toString(),
        "--port",
        "0"
      };
      Thread.ofPlatform().daemon().name("up").start(() -> run(command, out));
      ask(new BufferedReader(said));
    }
    System.exit(Exit.OK);
  }

  private static void run(String[] command, PrintWriter out) {
    try (out) {
      int exit = Lotwatch.run(command, out, new PrintWriter(System.err, true, UTF_8));
      if (exit != Exit.OK) {
        System.exit(exit);
      }
    }
  }

  private static void ask(BufferedReader said) throws IOException {
    for (var line = said.readLine(); line != null; line = said.readLine()) {
      var address = ADDRESS.matcher(line);
      if (address.find()) {
        for (var path : ASKED) {
          read(URI.create(address.group(1)).resolve(path).toURL().openConnection());
        }
        return;
      }
    }
    throw new IOException("the node said nothing more and did not start");
  }

  private static void read(URLConnection answer) throws IOException {
    try (var in = new InputStreamReader(answer.getInputStream(), UTF_8)) {
      in.transferTo(Writer.nullWriter());
    }
  }
}
