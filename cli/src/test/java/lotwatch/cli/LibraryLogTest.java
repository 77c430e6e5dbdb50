package lotwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LibraryLogTest {
  private static final String RAFT = "com.alipay.sofa.jraft.core.Replicator";

  private final List<String> shown = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final LibraryLog log = new LibraryLog(new Shown(shown), nanos::get);

  private static final class Shown extends Handler {
    private final List<String> lines;

    private Shown(List<String> lines) {
      this.lines = lines;
    }

    @Override
    public void publish(LogRecord line) {
      lines.add(line.getMessage() + (line.getThrown() == null ? "" : " and a trace"));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private void say(String logger, Level level, String message) {
    var line = new LogRecord(level, message);
    line.setLoggerName(logger);
    line.setThrown(new IllegalStateException("no way"));
    log.publish(line);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    log.sweep();
  }

  /** Four lines a second, as the library writes them, for two hours. */
  @Test
  void nodeThatIsGoneIsOneLineAtItsBeginningOneAtItsEndAndACountBetween() {
    for (int i = 0; i < 2 * 60 * 60; i++) {
      say(RAFT, Level.SEVERE, "Fail to connect 10.0.0.3:7070, remoting exception " + i);
      say(RAFT, Level.SEVERE, "Fail to init sending channel to 10.0.0.3:7070, group: lotwatch.");
      say(RAFT + "GroupImpl", Level.SEVERE, "Fail to start replicator to peer=10.0.0.3:7070, x");
      say(RAFT, Level.WARNING, "Fail to issue RPC to 10.0.0.3:7070, count=" + i);
      pass(Duration.ofSeconds(1));
    }
    assertThat(shown).hasSize(3);
    assertThat(shown.getFirst()).startsWith("Fail to connect 10.0.0.3:7070").contains("no way");
    assertThat(shown.get(1)).startsWith("goes on, 14400 times in PT1H");

    pass(LibraryLog.OVER_AFTER);

    assertThat(shown).hasSize(4);
    assertThat(shown.getLast()).startsWith("over, 28800 times in PT2H1M");
    say(RAFT, Level.SEVERE, "Fail to connect 10.0.0.3:7070");
    assertThat(shown).hasSize(5);
  }

  @Test
  void eachNodeIsAConditionOfItsOwnAndNameThatDoesNotResolveIsOne() {
    for (int i = 0; i < 100; i++) {
      say(RAFT, Level.SEVERE, "Fail to connect 10.0.0.2:7070");
      say(RAFT, Level.SEVERE, "Fail to connect nowhere.invalid:7070, java.net.UnknownHost " + i);
    }

    assertThat(shown).hasSize(2);
  }

  @Test
  void messagesOfOtherLibrariesAreOneConditionWhateverTheirNumbers() {
    for (int i = 0; i < 100; i++) {
      say("io.grpc.netty", Level.WARNING, "stream " + i + " is broken");
    }
    say("io.grpc.netty", Level.WARNING, "another thing");
    say("io.grpc.netty", Level.INFO, "nobody needs this");

    assertThat(shown)
        .containsExactly("stream 0 is broken and a trace", "another thing and a trace");
  }

  @Test
  void ourOwnLinesPass() {
    for (int i = 0; i < 3; i++) {
      say("lotwatch.replica", Level.INFO, "ours");
    }

    assertThat(shown).hasSize(3);
  }

  @Test
  void conditionsHaveALimit() {
    for (int i = 0; i < 3 * LibraryLog.CONDITIONS_MAX; i++) {
      var message = "x".repeat(i + 1);
      say("other", Level.WARNING, message);
      say("other", Level.WARNING, message);
    }

    assertThat(shown.stream().filter(line -> line.startsWith("over, 2 times")).count())
        .isEqualTo(2L * LibraryLog.CONDITIONS_MAX);
  }
}
