package lotwatch.s3;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.gaul.s3proxy.Main;

/** A server of S3 in a process of its own, whose objects are files. */
final class S3Server implements AutoCloseable {
  static final String BUCKET = "videos";

  private static final String KEY = "anna";
  private static final String SECRET = "secret";

  private final Path folder;
  private final int port;
  private Process process;

  private S3Server(Path folder, int port) throws Exception {
    this.folder = folder;
    this.port = port;
    process = launch();
    awaitOpen();
  }

  /** Starts one with an empty bucket; what asks here has its keys from now on. */
  static S3Server start(Path folder) throws Exception {
    System.setProperty("aws.accessKeyId", KEY);
    System.setProperty("aws.secretAccessKey", SECRET);
    Files.createDirectories(folder.resolve("objects").resolve(BUCKET));
    return new S3Server(folder, freePort());
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** Starts it again, after it was killed. */
  void run() throws Exception {
    process = launch();
    awaitOpen();
  }

  private Process launch() throws IOException {
    var config =
        Files.writeString(
            folder.resolve("s3proxy.conf"),
            """
            s3proxy.endpoint=%s
            s3proxy.authorization=aws-v2-or-v4
            s3proxy.identity=%s
            s3proxy.credential=%s
            jclouds.provider=filesystem-nio2
            jclouds.identity=local
            jclouds.credential=local
            jclouds.filesystem.basedir=%s
            """
                .formatted(uri(), KEY, SECRET, folder.resolve("objects")));
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // It writes what is printed to its log, so a log that is printed would not end.
    command.add("-Djava.util.logging.config.file=/dev/null");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("--properties", config.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
  }

  private void awaitOpen() throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (!isOpen()) {
      if (System.nanoTime() > deadline || process.waitFor(100, TimeUnit.MILLISECONDS)) {
        throw new IOException("it does not start: " + Files.readString(folder.resolve("log")));
      }
    }
  }

  private boolean isOpen() {
    try (var socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  S3Settings settings(String prefix) {
    return new S3Settings(BUCKET, prefix, Optional.of(uri()), "us-east-1");
  }

  /** The file of an object. */
  Path object(String key) {
    return folder.resolve("objects").resolve(BUCKET).resolve(key);
  }

  /** {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
