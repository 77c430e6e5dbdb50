package lotwatch.cli;

import java.io.Console;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far long work is, on a terminal; elsewhere nothing is shown. */
final class Bars implements AutoCloseable {
  private static final long MEBIBYTE = 1 << 20;

  private final Optional<ProgressBar> bar;

  private Bars(Optional<ProgressBar> bar) {
    this.bar = bar;
  }

  private static Bars of(ProgressBarBuilder builder) {
    boolean terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    return new Bars(
        terminal
            ? Optional.of(builder.setStyle(ProgressBarStyle.ASCII).build())
            : Optional.empty());
  }

  /** Of so many bytes, shown in MiB, with speed and time left. */
  static Bars bytes(String what, long of) {
    return of(
        new ProgressBarBuilder()
            .setTaskName(what)
            .setInitialMax(of)
            .setUnit(" MiB", MEBIBYTE)
            .showSpeed());
  }

  /** Of so many thousandths. */
  static Bars parts(String what, long of) {
    return of(new ProgressBarBuilder().setTaskName(what).setInitialMax(of));
  }

  void at(long done) {
    bar.ifPresent(it -> it.stepTo(done));
  }

  void say(String more) {
    bar.ifPresent(it -> it.setExtraMessage(" " + more));
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }
}
