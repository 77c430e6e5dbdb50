package lotwatch.gateway.lanes;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Says once that something goes wrong, and once that it goes well again: an outage is two lines.
 */
public final class Complaints {
  private final System.Logger log;
  private final AtomicReference<String> said = new AtomicReference<>("");

  /** Says it there. */
  public Complaints(System.Logger log) {
    this.log = log;
  }

  /** Something goes wrong. */
  public void say(String what) {
    if (said.compareAndSet("", what)) {
      log.log(WARNING, what);
    }
  }

  /** It goes well again. */
  public void settled() {
    if (!said.get().isEmpty()) {
      var before = said.getAndSet("");
      if (!before.isEmpty()) {
        log.log(INFO, "over: " + before);
      }
    }
  }
}
