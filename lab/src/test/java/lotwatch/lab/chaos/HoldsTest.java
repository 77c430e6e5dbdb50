package lotwatch.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** That the check of when reservations end finds those that end at another time. */
class HoldsTest {
  private static final long MILLIS = 1_000_000;

  /** Somebody gets an answer every 50 ms. */
  private static final List<Long> ALWAYS =
      LongStream.range(0, 2_000).map(i -> i * 50 * MILLIS).boxed().toList();

  private static List<String> problems(long thereMillis, long goneMillis, List<Long> acknowledged) {
    return Holds.problems(
        new Holds.Hold("hold0", 0, 10 * MILLIS, thereMillis * MILLIS, goneMillis * MILLIS),
        acknowledged);
  }

  @Test
  void endInTimeIsRight() {
    assertThat(problems(5_000, 5_050, ALWAYS)).isEmpty();
    assertThat(problems(6_400, 6_450, ALWAYS)).isEmpty();
  }

  @Test
  void endThatIsTooEarlyOrTooLateIsFound() {
    assertThat(problems(3_000, 3_050, ALWAYS)).singleElement().asString().contains("ended after");
    assertThat(problems(7_000, 7_050, ALWAYS)).singleElement().asString().contains("too long");
  }

  @Test
  void nothingCanEndWhileNobodyAnswers() {
    var outage = ALWAYS.stream().filter(at -> at < 4_000 * MILLIS || at > 9_000 * MILLIS).toList();

    assertThat(problems(9_500, 9_550, outage)).isEmpty();
    assertThat(problems(12_000, 12_050, outage)).hasSize(1);
  }
}
