package lotwatch.lab.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoundTest {
  @Test
  void lagIsFromSendingToReceiving() {
    var round = new Round(11, 2, 2);
    round.sent(11, 1_000_000);
    round.sent(12, 2_000_000);
    round.received(11, 2_000_000);
    round.received(11, 3_000_000);
    round.received(12, 5_000_000);
    round.received(12, 9_000_000);

    assertThat(round.missing(Duration.ZERO)).isZero();
    assertThat(round.lag().p50()).isBetween(1.99, 2.01);
    assertThat(round.lag().max()).isBetween(6.99, 7.01);
  }

  @Test
  void eventsOfOtherRoundsDoNotCount() {
    var round = new Round(11, 2, 1);
    round.received(10, 1);
    round.received(13, 1);

    assertThat(round.missing(Duration.ZERO)).isEqualTo(2);
  }

  @Test
  void numbersAreNotUsedTwice() {
    assertThat(new Round(Payload.NUMBER_MAX, 1, 1).count()).isOne();
    assertThatThrownBy(() -> new Round(Payload.NUMBER_MAX, 2, 1))
        .hasMessage("2 events from 100000 on: the last number is 100000");
  }
}
