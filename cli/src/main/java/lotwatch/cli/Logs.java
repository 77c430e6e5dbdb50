package lotwatch.cli;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What a server process logs, one line each, on standard error: warnings, and our own notes. */
final class Logs {
  private Logs() {}

  /** Quietens the libraries; the JDK keeps loggers only while somebody holds them, so we do. */
  private static final Logger ROOT = Logger.getLogger("");

  private static final Logger OURS = Logger.getLogger("lotwatch");

  static void toStandardError() {
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$-7s %3$s  %5$s%6$s%n");
    ROOT.setLevel(Level.WARNING);
    OURS.setLevel(Level.INFO);
    for (Handler handler : ROOT.getHandlers()) {
      handler.setLevel(Level.ALL);
    }
  }
}
