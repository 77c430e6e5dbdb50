package lotwatch.media.camera;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/**
 * A child process that decodes what we read elsewhere. It ends when we do, since what feeds it ends
 * then.
 */
final class FedChild implements Child {
  private static final int SHUTDOWN_SECONDS_MAX = 5;

  private final Process process;
  private final LastWords words;
  private final InputStream food;
  private final Thread feeding;
  private volatile String broken = "";

  private FedChild(Process process, InputStream food, String name) {
    this.process = process;
    this.words = new LastWords(process.getErrorStream());
    this.food = food;
    this.feeding = Thread.ofVirtual().name("feed-" + name).unstarted(this::feed);
  }

  /**
   * Starts a program.
   *
   * @param food what it reads; it is closed with the child
   * @param name of the camera
   */
  static FedChild start(ProcessBuilder program, InputStream food, String name) throws IOException {
    var child = new FedChild(program.start(), food, name);
    child.feeding.start();
    return child;
  }

  private void feed() {
    try (var in = process.getOutputStream()) {
      var bytes = new byte[65_536];
      for (var count = read(bytes); count >= 0; count = read(bytes)) {
        in.write(bytes, 0, count);
        in.flush();
      }
    } catch (IOException e) {
      // The program is gone; its last words say why.
    }
  }

  private int read(byte[] bytes) {
    try {
      return food.read(bytes);
    } catch (IOException e) {
      broken = "the camera's connection broke";
      return -1;
    }
  }

  @Override
  public InputStream output() {
    return process.getInputStream();
  }

  @Override
  public void join() {
    close();
  }

  @Override
  public String lastWords() {
    var said = words.line();
    return said.isEmpty() ? broken : said;
  }

  @Override
  public LastWords decoderWords() {
    return words;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      food.close();
    } catch (IOException e) {
      // It is given up anyway.
    }
    var interrupted = Thread.interrupted();
    try {
      process.waitFor(SHUTDOWN_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
