package lotwatch.lab.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lotwatch.lab.faults.FreePorts;
import org.junit.jupiter.api.Assumptions;

/** Debian's nginx as a proxy of one server; started as a child, without its service. */
final class Nginx implements AutoCloseable {
  private static final List<Path> BINARIES =
      Stream.of("/usr/sbin/nginx", "/usr/bin/nginx").map(Path::of).toList();

  private final Process process;
  private final URI uri;

  private Nginx(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /**
   * Starts it; without one the test is skipped, saying so.
   *
   * @param folder where it keeps its files
   * @param location what it makes of a path, a block of its configuration
   */
  static Nginx start(Path folder, String location) throws IOException {
    var binary = BINARIES.stream().filter(Files::isExecutable).findFirst();
    Assumptions.assumeTrue(
        binary.isPresent(),
        "no proxy: " + BINARIES.getFirst() + " is missing (apt-get install nginx-light)");
    int port = FreePorts.free();
    Files.writeString(
        folder.resolve("nginx.conf"),
        """
        daemon off;
        pid %1$s/nginx.pid;
        error_log %1$s/error.log;
        events {}
        http {
          access_log off;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          server {
            listen 127.0.0.1:%2$d;
            location / { return 404; }
            %3$s
          }
        }
        """
            .formatted(folder, port, location),
        UTF_8);
    var log = folder.resolve("nginx.log");
    var process =
        new ProcessBuilder(
                binary.orElseThrow().toString(), "-p", folder + "/", "-c", folder + "/nginx.conf")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new Nginx(process, URI.create("http://127.0.0.1:%d/".formatted(port)));
  }

  URI uri() {
    return uri;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process.onExit().join();
  }
}
