package lotwatch.gateway.finder.sensor;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** The answer to one line, once there is one. */
final class Ack {
  static final String DONE = "ACK";

  private static final String LATE = "ERROR: unavailable: not committed yet, ask again";

  private final CountDownLatch told = new CountDownLatch(1);
  private volatile String answer = LATE;

  /** An answer that is there already. */
  static Ack of(String answer) {
    var ack = new Ack();
    ack.tell(answer);
    return ack;
  }

  void tell(String what) {
    answer = what;
    told.countDown();
  }

  /** The answer; after {@code waitMax} that there is none yet. */
  String await(Duration waitMax) {
    try {
      told.await(waitMax.toMillis(), MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return answer;
  }
}
