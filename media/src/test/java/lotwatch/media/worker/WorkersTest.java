package lotwatch.media.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import lotwatch.media.Frame;
import lotwatch.media.intake.Intake;
import lotwatch.wire.Observation;
import lotwatch.wire.Observation.Visibility;
import org.junit.jupiter.api.Test;

class WorkersTest {
  private final Intake intake = new Intake();
  private final LinkedBlockingQueue<Observation> seen = new LinkedBlockingQueue<>();

  @Test
  void whatIsSeenIsPassedOnInOrder() throws Exception {
    intake.add("a");
    try (var workers = Workers.start(intake, WorkersTest::see, seen::add, 3)) {
      for (int i = 0; i < 50; i++) {
        intake.offerEach("a", frame(i));
      }
      for (int i = 0; i < 50; i++) {
        assertThat(seen.take().seenAt()).isEqualTo(Instant.ofEpochSecond(i));
      }

      assertThat(workers.counts("nobody")).isEmpty();
    }
  }

  @Test
  void frameThatCannotBeJudgedHarmsNoOther() throws Exception {
    intake.add("a");
    Looker oddFails =
        (camera, frame) -> {
          if (frame.number() % 4 == 1) {
            throw new IllegalStateException("odd");
          }
          if (frame.number() % 4 == 3) {
            throw new AssertionError("odd");
          }
          return see(camera, frame);
        };
    try (var workers = Workers.start(intake, oddFails, seen::add, 1)) {
      for (int i = 0; i < 9; i++) {
        intake.offerEach("a", frame(i));
      }
      for (int i = 0; i < 5; i++) {
        assertThat(seen.take().seenAt()).isEqualTo(Instant.ofEpochSecond(2L * i));
      }

      assertThat(workers.counts("a").orElseThrow().failed()).isEqualTo(4);
    }
  }

  @Test
  void workerThatStaysWithItsFrameIsStuck() throws Exception {
    intake.add("a");
    var goOn = new CountDownLatch(1);
    var began = new CountDownLatch(1);
    Looker slow =
        (camera, frame) -> {
          began.countDown();
          await(goOn);
          return see(camera, frame);
        };
    try (var workers = Workers.start(intake, slow, seen::add, 2)) {
      assertThat(workers.count()).isEqualTo(2);
      assertThat(workers.stuck(Duration.ZERO)).isEmpty();
      intake.offer("a", frame(0));
      began.await();

      assertThat(workers.stuck(Duration.ZERO)).hasSize(1).isSubsetOf(1, 2);
      assertThat(workers.stuck(Duration.ofHours(1))).isEmpty();
      goOn.countDown();
      seen.take();
    }
  }

  @Test
  void numberOfThreadsHasALimit() {
    assertThatThrownBy(() -> Workers.start(intake, WorkersTest::see, seen::add, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> Workers.start(intake, WorkersTest::see, seen::add, Workers.THREADS_MAX + 1))
        .hasMessageContaining("256");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Observation see(String camera, Frame frame) {
    return new Observation(camera, frame.at(), Visibility.CLEAR, List.of());
  }

  private static Frame frame(long number) {
    return new Frame(number, Instant.ofEpochSecond(number), 2, 2, new byte[6]);
  }
}
