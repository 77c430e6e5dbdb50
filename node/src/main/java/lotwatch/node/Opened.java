package lotwatch.node;

import static java.lang.System.Logger.Level.WARNING;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened so far; closed in reverse. */
final class Opened implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Opened.class.getName());

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /** Closes all; one that fails to close does not keep the others open. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      var part = parts.pop();
      try {
        part.close();
      } catch (Exception e) { // AutoCloseable may throw anything; each part must get its turn
        LOG.log(WARNING, "{0} did not close: {1}", part.getClass().getSimpleName(), e.toString());
      }
    }
  }
}
