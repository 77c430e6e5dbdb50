package lotwatch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/** The process that a folder's lock names. */
final class Holder {
  /** The lock of a folder, which says who holds it. */
  static final String LOCK = "lock";

  /** Who started the nodes of a local cluster, and starts them again. */
  static final String STARTER = "starter";

  private static final Pattern SHAPE =
      Pattern.compile("process (\\d{1,18}) since (\\S{1,40}?)(,.*)?", Pattern.DOTALL);

  /** The lock says full seconds. */
  private static final Duration START_ERROR_MAX = Duration.ofSeconds(2);

  private Holder() {}

  /** Who holds the file, if it is there and somebody does. */
  static Optional<ProcessHandle> of(Path file) throws IOException {
    return Files.exists(file) ? of(Files.readString(file)) : Optional.empty();
  }

  /** The process that a lock names, if it is still that one: numbers are given away again. */
  static Optional<ProcessHandle> of(String lock) {
    var said = SHAPE.matcher(lock.strip());
    if (!said.matches()) {
      return Optional.empty();
    }
    try {
      var since = Instant.parse(said.group(2));
      return ProcessHandle.of(Long.parseLong(said.group(1)))
          .filter(process ->
              process
                  .info()
                  .startInstant()
                  .filter(
                      start -> Duration.between(since, start).abs().compareTo(START_ERROR_MAX) <= 0)
                  .isPresent());
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /** What a lock says of this process. */
  static String self() {
    var process = ProcessHandle.current();
    var since = process.info().startInstant().orElse(Instant.now());
    return "process %d since %s".formatted(process.pid(), since.truncatedTo(ChronoUnit.SECONDS));
  }
}
