package lotwatch.gateway.stream.kafka;

import java.time.Duration;
import java.util.List;
import lotwatch.gateway.lanes.Complaints;

/**
 * How something that is tried again and again does: what an operator is told while it fails, and
 * how long to wait.
 */
final class Condition {
  private static final Duration WAIT_MIN = Duration.ofMillis(250);
  private static final Duration WAIT_MAX = Duration.ofSeconds(10);
  private static final System.Logger LOG = System.getLogger("lotwatch.kafka");

  private final Complaints complaints = new Complaints(LOG);
  private volatile String trouble = "";
  private volatile Duration wait = WAIT_MIN;

  /** It failed. */
  void fails(String why) {
    trouble = why;
    complaints.say(why);
  }

  /** It does what it should. */
  void works() {
    trouble = "";
    wait = WAIT_MIN;
    complaints.settled();
  }

  /** How long to wait before the next try; longer each time. */
  Duration nextWait() {
    var next = wait;
    var doubled = wait.multipliedBy(2);
    wait = doubled.compareTo(WAIT_MAX) < 0 ? doubled : WAIT_MAX;
    return next;
  }

  /** What is wrong, in a sentence; nothing while it works. */
  List<String> degraded() {
    var now = trouble;
    return now.isEmpty() ? List.of() : List.of(now);
  }
}
