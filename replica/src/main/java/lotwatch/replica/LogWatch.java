package lotwatch.replica;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Notices that the log's files were removed or replaced under the process that has them open: it
 * could go on writing to them, and all of it would be gone when it ends. A thread of its own, which
 * looks now and then.
 */
final class LogWatch implements AutoCloseable {
  /** Between two looks. */
  static final Duration LOOK_EVERY = Duration.ofMillis(500);

  /** So many looks in a row have to miss them: a list of a folder is no picture of one moment. */
  private static final int MISSES = 2;

  private static final System.Logger LOG = System.getLogger("lotwatch.replica");

  /** Newer ones of the files that are written to have higher numbers; RocksDB uses none twice. */
  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,18})\\.log");

  private final Path log;
  private final IntSupplier turns;
  private @Nullable Written newest;
  private int turn;
  private int misses;
  private volatile boolean closed;
  private volatile @Nullable Thread thread;

  /**
   * A file that is written to.
   *
   * @param key tells it from another of its name; null where the system has none
   */
  private record Written(long number, @Nullable Object key) {}

  /**
   * @param log the folder
   * @param turns changes when the log itself removes its files and makes new ones; odd in between
   */
  LogWatch(Path log, IntSupplier turns) {
    this.log = log;
    this.turns = turns;
    turn = turns.getAsInt();
  }

  /**
   * Watches from now on.
   *
   * @param onGone told once, why nothing more may be written
   */
  static LogWatch start(Path log, IntSupplier turns, Consumer<String> onGone) {
    var watch = new LogWatch(log, turns);
    watch.thread = Thread.ofPlatform().daemon().name("log-watch").start(() -> watch.run(onGone));
    return watch;
  }

  private void run(Consumer<String> onGone) {
    while (!closed) {
      if (isGone() && !closed) {
        onGone.accept(
            "the files of %s were removed or replaced: what is written now is lost when this process ends. End it, bring the folder back and start again"
                .formatted(log));
        return;
      }
      LockSupport.parkNanos(this, LOOK_EVERY.toNanos());
    }
  }

  /** One look. */
  boolean isGone() {
    boolean there = isThere();
    int now = turns.getAsInt();
    if (now != turn || now % 2 != 0) {
      turn = now;
      newest = null;
      misses = 0;
      return false;
    }
    misses = there ? 0 : misses + 1;
    return misses >= MISSES;
  }

  private boolean isThere() {
    try {
      if (Files.notExists(log.resolve("CURRENT"))) {
        return false;
      }
      var now = newest();
      var before = newest;
      if (now == null || (before != null && isOlder(now, before))) {
        return false;
      }
      newest = now;
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) { // such as too many open files: that says nothing of these
      LOG.log(DEBUG, "{0} cannot be looked at: {1}", log, e);
      return true;
    }
  }

  private static boolean isOlder(Written now, Written before) {
    return now.number() < before.number()
        || (now.number() == before.number() && !Objects.equals(now.key(), before.key()));
  }

  private @Nullable Written newest() throws IOException {
    Path file;
    try (var files = Files.list(log)) {
      file =
          files
              .filter(each -> number(each) >= 0)
              .max(Comparator.comparingLong(LogWatch::number))
              .orElse(null);
    }
    return file == null
        ? null
        : new Written(
            number(file), Files.readAttributes(file, BasicFileAttributes.class).fileKey());
  }

  private static long number(Path file) {
    var name = WRITTEN.matcher(file.getFileName().toString());
    return name.matches() ? Long.parseLong(name.group(1)) : -1;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
