package lotwatch.lab.bench.finder;

import java.io.Console;
import java.time.Duration;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Says how far a long measurement is: a bar on a terminal, else nothing. */
final class Progress implements AutoCloseable {
  private final @Nullable ProgressBar bar;
  private final Thread thread;

  /**
   * Begins.
   *
   * @param expected how long all of it will take
   */
  Progress(String name, Duration expected) {
    boolean terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    bar =
        terminal
            ? new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(expected.toSeconds())
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(System.err)) // stays on its line
                .build()
            : null;
    thread = Thread.ofVirtual().name("progress").start(this::step);
  }

  private void step() {
    try {
      while (bar != null && bar.getCurrent() < bar.getMax() - 1) {
        Thread.sleep(Duration.ofSeconds(1));
        bar.step();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Prints a line of results. */
  void say(String line) {
    System.out.println(bar == null ? line : "\r" + line + "\u001b[K");
  }

  @Override
  public void close() {
    thread.interrupt();
    if (bar != null) {
      bar.close();
    }
  }
}
