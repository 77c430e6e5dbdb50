package lotwatch.gateway.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
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

  /** Carry nothing before {@link #go}; even numbers go together. */
  private Lanes<Integer> lanes(int lanes, int laneMax, int runMax) {
    return new Lanes<>(
        "test-",
        new Lanes.Limits(lanes, laneMax, runMax),
        (first, next) -> first % 2 == 0 && next % 2 == 0,
        run -> {
          go.await();
          carried.add(run);
        });
  }

  @Test
  void whatHasOneKeyKeepsItsOrder() throws Exception {
    var numbers = IntStream.range(0, 500).map(i -> 2 * i + 1).boxed().toList();
    try (var lanes = lanes(8, 10, 1)) {
      go.countDown();
      for (var number : numbers) {
        lanes.put("a lot", number);
      }
      lanes.drain(LONG);
    }

    assertThat(carried.stream().flatMap(List::stream)).containsExactlyElementsOf(numbers);
  }

  @Test
  void whatGoesTogetherIsCarriedTogetherUpToTheLimit() throws Exception {
    try (var lanes = lanes(1, 10, 3)) {
      for (int number : new int[] {1, 2, 4, 6, 8, 3}) {
        lanes.put("a lot", number);
      }
      go.countDown();
      lanes.drain(LONG);
    }

    assertThat(carried).containsExactly(List.of(1), List.of(2, 4, 6), List.of(8), List.of(3));
  }

  @Test
  void fullLaneTakesNothingMoreAndWhatWasLeftIsCounted() throws Exception {
    var lanes = lanes(1, 3, 1);
    lanes.put("a lot", 1);
    for (int i = 0; i < 3; i++) {
      lanes.put("a lot", 1); // the last one waits until the first has left the queue
    }

    assertThat(lanes.offer("a lot", 1)).isFalse();
    assertThat(lanes.offer("a lot", 1, Duration.ofMillis(1))).isFalse();
    assertThat(lanes.waiting()).isEqualTo(3);
    lanes.close();
    assertThat(lanes.left()).isEqualTo(3);
  }

  @Test
  void aFaultCostsWhatWasCarriedAndNotTheLane() throws Exception {
    try (var lanes =
        new Lanes<Integer>(
            "test-",
            new Lanes.Limits(1, 10, 1),
            (_, _) -> false,
            run -> {
              if (run.equals(List.of(1))) {
                throw new IllegalStateException("a fault");
              }
              carried.add(run);
            })) {
      lanes.put("a lot", 1);
      lanes.put("a lot", 2);
      lanes.drain(LONG);
    }

    assertThat(carried).containsExactly(List.of(2));
  }
}
