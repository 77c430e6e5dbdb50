package lotwatch.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;

/** Where something is shown again and again: in place on a terminal, else one below the other. */
final class Screen {
  private static final String CLEAR = "\u001b[2J";
  private static final String HOME = "\u001b[H";
  private static final String REST_OF_LINE = "\u001b[K";
  private static final String REST_OF_SCREEN = "\u001b[J";

  private final PrintWriter out;
  private final boolean inPlace;
  private boolean isBlank = true;

  Screen(PrintWriter out, boolean inPlace) {
    this.out = out;
    this.inPlace = inPlace;
  }

  /**
   * What the process's output is.
   *
   * @param lines whether programs read it, line by line
   */
  static Screen of(PrintWriter out, boolean lines) {
    return new Screen(out, !lines && isTerminal());
  }

  private static boolean isTerminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }

  /** Writes over what was there, in one go: nothing is wiped before its successor is there. */
  void show(String text) {
    if (!inPlace) {
      out.println(text);
    } else {
      var lines = text.replace(System.lineSeparator(), REST_OF_LINE + System.lineSeparator());
      out.print(
          (isBlank ? CLEAR : "")
              + HOME
              + lines
              + REST_OF_LINE
              + System.lineSeparator()
              + REST_OF_SCREEN);
    }
    isBlank = false;
    out.flush();
  }
}
