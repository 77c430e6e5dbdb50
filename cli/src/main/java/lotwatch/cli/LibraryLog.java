package lotwatch.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.function.LongSupplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;

/**
 * What libraries log, without its repetitions: the Raft library says four times a second that a
 * node is gone. A condition is one line when it begins, one with a count now and then, and one when
 * it ends. What one node at one address suffers is one condition; else each message is, its numbers
 * aside. Our own lines pass as they are.
 */
final class LibraryLog extends Handler {
  /** A condition that is not heard for so long is over. */
  static final Duration OVER_AFTER = Duration.ofMinutes(1);

  /** Between two lines with the count of a condition that goes on. */
  static final Duration COUNT_EVERY = Duration.ofHours(1);

  /** Conditions at a time; the oldest is told as over for a new one. */
  static final int CONDITIONS_MAX = 64;

  private static final int MESSAGE_LENGTH_MAX = 500;
  private static final Duration SWEEP_EVERY = Duration.ofSeconds(5);
  private static final String OURS = "lotwatch";

  /** How the Raft library begins what it says of this node. */
  private static final String SELF = "Node <";

  private static final String RAFT = "com.alipay.sofa.jraft";
  private static final Pattern ADDRESS =
      Pattern.compile("(?<![\\w.])([A-Za-z0-9][\\w.-]{0,252}:\\d{1,5})(?![\\w.])");
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private final Handler shown;
  private final LongSupplier nanos;
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final LinkedHashMap<String, Condition> conditions = new LinkedHashMap<>();

  private static final class Condition {
    private final String logger;
    private final Level level;
    private final String message;
    private final long sinceNanos;
    private long lastNanos;
    private long countedNanos;
    private long count = 1;

    private Condition(String logger, Level level, String message, long now) {
      this.logger = logger;
      this.level = level;
      this.message = message;
      sinceNanos = now;
      lastNanos = now;
      countedNanos = now;
    }

    private LogRecord line(Level how, String said) {
      var line = new LogRecord(how, said);
      line.setLoggerName(logger);
      line.setSourceClassName(logger);
      return line;
    }

    private String took(long now) {
      return "%d times in %s: %s"
          .formatted(count, Duration.ofSeconds((now - sinceNanos) / 1_000_000_000), message);
    }
  }

  /**
   * @param shown takes what is left
   * @param nanos as {@link System#nanoTime}
   */
  LibraryLog(Handler shown, LongSupplier nanos) {
    this.shown = shown;
    this.nanos = nanos;
  }

  /**
   * Puts itself between everything that is logged and this handler; ends what is over by itself.
   */
  static LibraryLog before(Handler shown) {
    var log = new LibraryLog(shown, System::nanoTime);
    Thread.ofPlatform().daemon().name("library-log").start(log::run);
    return log;
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Thread.sleep(SWEEP_EVERY);
      } catch (InterruptedException e) {
        return;
      }
      sweep();
    }
  }

  @Override
  public void publish(LogRecord line) {
    var name = String.valueOf(line.getLoggerName());
    if (name.equals(OURS) || name.startsWith(OURS + ".")) {
      shown.publish(line);
      return;
    }
    if (line.getLevel().intValue() < Level.WARNING.intValue()) {
      return;
    }
    var message = formatter.formatMessage(line);
    if (isFirst(name, line.getLevel(), key(name, message), cut(message))) {
      shown.publish(name.startsWith(RAFT) ? inOneLine(line, message) : line);
    }
  }

  /** The Raft library adds a stack trace to what its message says. */
  private static LogRecord inOneLine(LogRecord line, String message) {
    var thrown = line.getThrown();
    var one =
        new LogRecord(
            line.getLevel(),
            thrown == null ? cut(message) : cut(message) + " (" + cut(thrown.toString()) + ")");
    one.setLoggerName(line.getLoggerName());
    one.setSourceClassName(line.getLoggerName());
    return one;
  }

  private static String cut(String text) {
    var line = text.strip().lines().findFirst().orElse("");
    return line.length() <= MESSAGE_LENGTH_MAX ? line : line.substring(0, MESSAGE_LENGTH_MAX);
  }

  private static String key(String logger, String message) {
    var address = ADDRESS.matcher(message);
    boolean isOfOther = !message.startsWith(SELF); // else all about this node would be one
    return logger.startsWith(RAFT) && isOfOther && address.find()
        ? RAFT + " " + address.group(1)
        : logger + " " + NUMBER.matcher(cut(message)).replaceAll("#");
  }

  private synchronized boolean isFirst(String logger, Level level, String key, String message) {
    long now = nanos.getAsLong();
    var known = conditions.get(key);
    if (known == null) {
      if (conditions.size() >= CONDITIONS_MAX) {
        over(conditions.pollFirstEntry().getValue(), now);
      }
      conditions.put(key, new Condition(logger, level, message, now));
      return true;
    }
    known.count++;
    known.lastNanos = now;
    return false;
  }

  /** Says what is over, and the count of what goes on for long. */
  synchronized void sweep() {
    long now = nanos.getAsLong();
    var each = conditions.values().iterator();
    while (each.hasNext()) {
      var condition = each.next();
      if (now - condition.lastNanos >= OVER_AFTER.toNanos()) {
        each.remove();
        over(condition, now);
      } else if (now - condition.countedNanos >= COUNT_EVERY.toNanos()) {
        condition.countedNanos = now;
        shown.publish(condition.line(condition.level, "goes on, " + condition.took(now)));
      }
    }
  }

  private void over(Condition condition, long now) {
    if (condition.count > 1) {
      shown.publish(condition.line(Level.INFO, "over, " + condition.took(now)));
    }
  }

  @Override
  public void flush() {
    shown.flush();
  }

  @Override
  public void close() {
    shown.close();
  }
}
