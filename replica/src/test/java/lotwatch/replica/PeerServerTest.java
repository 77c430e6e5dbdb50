package lotwatch.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class PeerServerTest {
  private static final int MESSAGES = 500;

  /**
   * All are busy as on a machine that has no time for them: none of the messages is thrown away.
   */
  @Test
  void messagesOfTheLogWaitForAThread() throws InterruptedException {
    var held = new CountDownLatch(1);
    var done = new CountDownLatch(MESSAGES);
    try (var threads = PeerServer.logThreads()) {
      for (int i = 0; i < MESSAGES; i++) {
        threads.execute(() -> {
          try {
            held.await();
            done.countDown();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
      }
      held.countDown();
      assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
    }
  }
}
