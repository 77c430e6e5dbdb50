package lotwatch.gateway.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class LanesTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final List<List<Integer>> carried = new CopyOnWriteArrayList<>();
  private final CountDownLatch go = new CountDownLatch(1);

  /**
   * Carry nothing before {@link #go}, each batch in a thread of its own; even numbers go together.
   */
  private Lanes<Integer> lanes(int lanes, int laneMax, int batchMax) {
    return new Lanes<>(
        new Lanes.Limits(lanes, laneMax, batchMax),
        (first, next) -> first % 2 == 0 && next % 2 == 0,
        (batch, done) ->
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    go.await();
                    carried.add(batch);
                    done.run();
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  }
                }));
  }

  @Test
  void whatHasOneKeyKeepsItsOrder() throws Exception {
    var numbers = IntStream.range(0, 500).map(i -> 2 * i + 1).boxed().toList();
    try (var lanes = lanes(8, 10, 1)) {
      go.countDown();
      for (var number : numbers) {
        assertThat(lanes.offer("a lot", number, LONG)).isTrue();
      }
      lanes.drain(LONG);
    }

    assertThat(carried.stream().flatMap(List::stream)).containsExactlyElementsOf(numbers);
  }

  @Test
  void whatIsDoneAtOnceNeedsNoStack() throws Exception {
    int all = 20_000;
    var held = new CompletableFuture<Runnable>();
    try (var lanes =
        new Lanes<Integer>(
            new Lanes.Limits(1, all, 1),
            (_, _) -> false,
            (batch, done) -> {
              carried.add(batch);
              if (!held.complete(done)) { // the first one is done later
                done.run();
              }
            })) {
      for (int i = 0; i < all; i++) {
        assertThat(lanes.offer("a lot", i)).isTrue();
      }
      held.get().run();
      lanes.drain(LONG);
    }

    assertThat(carried).hasSize(all).endsWith(List.of(all - 1));
  }

  @Test
  void whatGoesTogetherIsCarriedTogetherUpToTheLimit() {
    try (var lanes = lanes(1, 10, 3)) {
      for (int number : new int[] {1, 2, 4, 6, 8, 3}) {
        assertThat(lanes.offer("a lot", number)).isTrue();
      }
      go.countDown();
      lanes.drain(LONG);
    }

    assertThat(carried).containsExactly(List.of(1), List.of(2, 4, 6), List.of(8), List.of(3));
  }

  @Test
  void fullLaneTakesNothingMore() throws Exception {
    var lanes = lanes(1, 3, 1);
    for (int i = 0; i < 4; i++) {
      assertThat(lanes.offer("a lot", 1)).isTrue(); // the first one is being carried
    }

    assertThat(lanes.offer("a lot", 1)).isFalse();
    assertThat(lanes.offer("a lot", 1, Duration.ofMillis(1))).isFalse();
    lanes.close();
    assertThat(lanes.waiting()).isEqualTo(3);
  }

  @Test
  void whoWaitsAtAFullLaneIsToldThatItCloses() throws Exception {
    var lanes = lanes(1, 1, 1);
    assertThat(lanes.offer("a lot", 1)).isTrue();
    assertThat(lanes.offer("a lot", 1)).isTrue();
    var taken = new CompletableFuture<Boolean>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            taken.complete(lanes.offer("a lot", 1, LONG));
          } catch (InterruptedException e) {
            taken.completeExceptionally(e);
          }
        });

    lanes.close();

    assertThat(taken.get()).isFalse();
  }

  @Test
  void aFaultCostsWhatWasCarriedAndNotTheLane() {
    try (var lanes =
        new Lanes<Integer>(
            new Lanes.Limits(1, 10, 1),
            (_, _) -> false,
            (batch, done) -> {
              if (batch.equals(List.of(1))) {
                throw new IllegalStateException("a fault");
              }
              carried.add(batch);
              done.run();
            })) {
      assertThat(lanes.offer("a lot", 1)).isTrue();
      assertThat(lanes.offer("a lot", 2)).isTrue();
      lanes.drain(LONG);
    }

    assertThat(carried).containsExactly(List.of(2));
  }
}
