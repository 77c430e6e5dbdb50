package lotwatch.gateway.lanes;

import static java.lang.System.Logger.Level.WARNING;

import java.util.concurrent.atomic.AtomicBoolean;

/** Says once that something goes wrong, until it goes well again: an outage is one line. */
public final class Complaints {
  private final System.Logger log;
  private final AtomicBoolean said = new AtomicBoolean();

  /** Says it there. */
  public Complaints(System.Logger log) {
    this.log = log;
  }

  /** Something goes wrong. */
  public void say(String what) {
    if (!said.getAndSet(true)) {
      log.log(WARNING, what);
    }
  }

  /** It goes well again. */
  public void settled() {
    said.set(false);
  }
}
