package lotwatch.gateway.stream.kafka;

import static lotwatch.gateway.stream.kafka.JobSilence.SILENT_MAX;
import static lotwatch.gateway.stream.kafka.JobSilence.UNANSWERED_MIN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class JobSilenceTest {
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

  private final JobSilence silence = new JobSilence("raw-data", "processed-data");

  @Test
  void sightingsWithoutASessionAreToldWhenTheLimitIsReached() {
    silence.look(100, 50, NOON);
    silence.look(101, 50, NOON.plusSeconds(5));
    silence.look(150, 50, NOON.plusSeconds(4).plus(SILENT_MAX));
    assertThat(silence.told()).isEmpty();

    silence.look(150, 50, NOON.plusSeconds(5).plus(SILENT_MAX));
    assertThat(silence.told().orElseThrow())
        .contains(
            "50 sightings", "raw-data since 2026-11-29T12:00:05Z", "processed-data", "spark local");

    silence.look(151, 51, NOON.plusSeconds(600));
    assertThat(silence.told()).isEmpty();
  }

  /** Copies and exits of cars that were not there get no answer. */
  @Test
  void fewSightingsWithoutASessionAreNoSilence() {
    silence.look(100, 50, NOON);
    silence.look(101, 50, NOON.plusSeconds(5));
    silence.look(99 + UNANSWERED_MIN, 50, NOON.plusSeconds(90_000));
    assertThat(silence.told()).isEmpty();

    silence.look(100 + UNANSWERED_MIN, 50, NOON.plusSeconds(90_001));
    assertThat(silence.told()).isNotEmpty();
  }

  @Test
  void nothingIsToldWhileNobodyIsSeen() {
    silence.look(100, 50, NOON);
    silence.look(100, 50, NOON.plusSeconds(90_000));
    assertThat(silence.told()).isEmpty();
  }

  /** Another node leads meanwhile, and hears what this one does not. */
  @Test
  void nodeThatLeadsAgainBeginsAnew() {
    silence.look(100, 50, NOON);
    silence.look(101, 50, NOON.plusSeconds(5));
    silence.rest();
    silence.look(400, 50, NOON.plusSeconds(900));
    assertThat(silence.told()).isEmpty();
  }
}
