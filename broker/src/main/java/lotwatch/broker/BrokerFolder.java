package lotwatch.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * The folder that holds what the broker keeps.
 *
 * @param path absolute
 */
record BrokerFolder(Path path) {
  /** Free bytes below which it does not start: a broker whose disk is full dies. */
  static final long FREE_BYTES_MIN = 256L << 20;

  /** Which broker it is; Kafka writes it. */
  private static final String MARK = "meta.properties";

  /** What a file system of its own has at its root. */
  private static final String LOST = "lost+found";

  /** Makes it, unless it is there. */
  static BrokerFolder open(Path written) throws Failure {
    var path = written.toAbsolutePath().normalize();
    try {
      Files.createDirectories(path);
      long free = Files.getFileStore(path).getUsableSpace();
      if (free < FREE_BYTES_MIN) {
        throw new Failure(
            Failure.UNAVAILABLE,
            "%s has %d MB free, the limit is %d MB: make room, or take another folder with --data"
                .formatted(path, free >> 20, FREE_BYTES_MIN >> 20));
      }
    } catch (IOException e) {
      throw new Failure(
          Failure.UNAVAILABLE,
          "%s cannot be used (%s): take another folder with --data".formatted(path, e));
    }
    return new BrokerFolder(path);
  }

  /**
   * Makes a new folder one of a broker; an old one stays as it is.
   *
   * @param controller name of the listener that the broker manages itself by
   * @return whether it was new
   */
  boolean format(int broker, String controller) throws Failure {
    if (Files.exists(path.resolve(MARK))) {
      return false;
    }
    if (!isEmpty()) {
      throw new Failure(
          Failure.USAGE,
          "%s holds something else than a broker: take a new or empty folder with --data"
              .formatted(path));
    }
    try (var unheeded = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8)) {
      new Formatter()
          .setPrintStream(unheeded)
          .setNodeId(broker)
          .setClusterId(Uuid.randomUuid().toString())
          .setDirectories(List.of(path.toString()))
          .setMetadataLogDirectory(path.toString())
          .setControllerListenerName(controller)
          .run();
    } catch (Exception e) { // it says no more than that
      throw new Failure(
          Failure.UNAVAILABLE, "%s cannot be made a broker's folder: %s".formatted(path, e));
    }
    return true;
  }

  private boolean isEmpty() throws Failure {
    try (var files = Files.list(path)) {
      return files.allMatch(file -> file.endsWith(LOST));
    } catch (IOException e) {
      throw new Failure(Failure.UNAVAILABLE, "%s cannot be read: %s".formatted(path, e));
    }
  }
}
