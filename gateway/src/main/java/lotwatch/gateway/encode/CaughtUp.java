package lotwatch.gateway.encode;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.View;

/** What is so now, for clients that give up at the first failure: an election is waited out. */
final class CaughtUp {
  /** How long a leader is waited for. */
  static final Duration LEADER_WAIT_MAX = Duration.ofSeconds(20);

  private static final Duration RETRY_WAIT = Duration.ofMillis(100);

  private final EventLog eventLog;
  private final Duration waitMax;

  CaughtUp(EventLog eventLog, Duration waitMax) {
    this.eventLog = eventLog;
    this.waitMax = waitMax;
  }

  /**
   * The newest view.
   *
   * @param isCurrent whether it holds all that was acknowledged anywhere
   */
  record Seen(View view, boolean isCurrent) {}

  /** The newest view there is; an older one where no leader is found in time. */
  Seen view() {
    long deadline = System.nanoTime() + waitMax.toNanos();
    while (true) {
      try {
        eventLog.catchUp();
        return new Seen(eventLog.view(), true);
      } catch (UnavailableException _) {
        if (System.nanoTime() > deadline) {
          return new Seen(eventLog.view(), false);
        }
        LockSupport.parkNanos(RETRY_WAIT.toNanos());
      }
    }
  }
}
