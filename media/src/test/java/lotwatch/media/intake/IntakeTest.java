package lotwatch.media.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import lotwatch.media.Frame;
import org.junit.jupiter.api.Test;

class IntakeTest {
  private final Intake intake = new Intake();

  @Test
  void newerFrameTakesThePlaceOfAnOlderOne() throws Exception {
    intake.add("a");
    intake.offer("a", frame(0));
    intake.offer("a", frame(1));
    intake.offer("a", frame(2));

    try (var lease = intake.take()) {
      assertThat(lease.frame().number()).isEqualTo(2);
    }
    var counts = intake.counts("a").orElseThrow();
    assertThat(List.of(counts.offered(), counts.dropped(), counts.taken()))
        .isEqualTo(List.of(3L, 2L, 1L));
  }

  @Test
  void cameraThatWaitedLongestComesFirst() throws Exception {
    for (var camera : List.of("a", "b", "c")) {
      intake.add(camera);
    }
    var order = new ArrayList<String>();
    for (int i = 0; i < 6; i++) {
      for (var camera : List.of("a", "b", "c")) {
        intake.offer(camera, frame(i));
      }
      try (var lease = intake.take()) {
        order.add(lease.camera());
      }
    }

    assertThat(order).containsExactly("a", "b", "c", "a", "b", "c");
  }

  @Test
  void nextFrameOfACameraIsTakenAfterItsPeriod() throws Exception {
    var period = Duration.ofMillis(200);
    intake.add("a", period);
    long began = System.nanoTime();
    assertThat(intake.offer("a", frame(0))).isTrue();
    intake.take().close();
    intake.offer("a", frame(1));
    intake.offer("a", frame(2));

    try (var lease = intake.take()) {
      assertThat(lease.frame().number()).isEqualTo(2);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(period);
    }
  }

  @Test
  void restingCameraKeepsNoOtherWaiting() throws Exception {
    intake.add("a", Duration.ofHours(1));
    intake.add("b");
    intake.offer("a", frame(0));
    intake.take().close();
    intake.offer("a", frame(1));
    intake.offer("b", frame(0));

    try (var lease = intake.take()) {
      assertThat(lease.camera()).isEqualTo("b");
    }
  }

  @Test
  void frameOfACameraWithoutAPlaceIsNotTaken() {
    assertThat(intake.offer("nobody", frame(0))).isFalse();
  }

  @Test
  void leasedCameraGoesToNoSecondWorker() throws Exception {
    intake.add("a");
    intake.add("b");
    intake.offer("a", frame(0));
    var first = intake.take();
    intake.offer("a", frame(1));
    intake.offer("b", frame(0));

    try (var second = intake.take()) {
      assertThat(second.camera()).isEqualTo("b");
    }
    first.close();
    try (var third = intake.take()) {
      assertThat(third.camera()).isEqualTo("a");
      assertThat(third.frame().number()).isEqualTo(1);
    }
  }

  @Test
  void newestFrameCanBeSeenAfterItWasTaken() throws Exception {
    intake.add("a");
    assertThat(intake.newest("a")).isEmpty();
    intake.offer("a", frame(7));
    intake.take().close();

    assertThat(intake.newest("a").orElseThrow().number()).isEqualTo(7);
    assertThat(intake.newest("nobody")).isEmpty();
  }

  @Test
  void offeringEachDropsNone() throws Exception {
    intake.add("a");
    var giver =
        Thread.ofVirtual()
            .start(() -> {
              try {
                for (int i = 0; i < 100; i++) {
                  intake.offerEach("a", frame(i));
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });

    for (int i = 0; i < 100; i++) {
      try (var lease = intake.take()) {
        assertThat(lease.frame().number()).isEqualTo(i);
      }
    }
    giver.join();
    assertThat(intake.counts("a").orElseThrow().dropped()).isZero();
  }

  @Test
  void removedCameraFreesWhoWaitsToOffer() throws Exception {
    intake.add("a");
    intake.offer("a", frame(0));
    var giver =
        Thread.ofVirtual()
            .start(() -> {
              try {
                intake.offerEach("a", frame(1));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    intake.remove("a");

    giver.join();
    assertThat(intake.counts("a")).isEmpty();
  }

  @Test
  void camerasOverTheLimitAreRefused() {
    for (int i = 0; i < Intake.CAMERAS_MAX; i++) {
      intake.add("c" + i);
    }

    assertThatThrownBy(() -> intake.add("one more")).hasMessageContaining("2000");
  }

  @Test
  void manyWorkersNeverShareACamera() throws Exception {
    var seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    var random = new Random(seed);
    var busy = new ConcurrentHashMap<String, AtomicBoolean>();
    for (int i = 0; i < 5; i++) {
      intake.add("c" + i);
      busy.put("c" + i, new AtomicBoolean());
    }
    var shared = new AtomicLong();
    var workers = new ArrayList<Thread>();
    for (int i = 0; i < 8; i++) {
      workers.add(Thread.ofVirtual().start(() -> work(busy, shared)));
    }

    for (int i = 0; i < 20_000; i++) {
      intake.offer("c" + random.nextInt(5), frame(i));
    }
    workers.forEach(Thread::interrupt);
    for (var worker : workers) {
      worker.join();
    }
    assertThat(shared).hasValue(0);
  }

  private void work(ConcurrentHashMap<String, AtomicBoolean> busy, AtomicLong shared) {
    try {
      while (true) {
        try (var lease = intake.take()) {
          var mine = busy.getOrDefault(lease.camera(), new AtomicBoolean());
          if (!mine.compareAndSet(false, true)) {
            shared.incrementAndGet();
          }
          Thread.onSpinWait();
          mine.set(false);
        }
      }
    } catch (InterruptedException e) {
      // The test is over.
    }
  }

  private static Frame frame(long number) {
    return new Frame(number, Instant.EPOCH, 2, 2, new byte[6]);
  }
}
