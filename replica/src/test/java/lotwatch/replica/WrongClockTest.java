package lotwatch.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Plate;
import lotwatch.ledger.RequestId;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A leader whose clock was wrong from the start gives the time of the others all the same. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class WrongClockTest {
  private static final Duration SLACK = Duration.ofMinutes(5);

  @TempDir Path temp = Path.of("set by JUnit");

  @ParameterizedTest
  @ValueSource(ints = {72, -72})
  void wrongLeaderGivesTheTimeOfTheOthers(int hours) throws Exception {
    try (var members = new Members(temp, 3, 50_000)) {
      members.clockAhead("n1", Duration.ofHours(hours));
      members.start("n1", "n2", "n3");
      Load.openLots(members.get("n2"));
      members.lead("n1");
      assertThat(members.leader()).isEqualTo("n1");

      var reserve = new LotCommand.Reserve(new LotId("lot0"), new Plate("B-LW 1"));
      var held = members.get("n1").submit(reserve, new RequestId("r"));

      assertThat(Duration.between(Instant.now(), members.get("n1").clock().instant()).abs())
          .isLessThan(SLACK);
      assertThat(held).isInstanceOf(Outcome.Held.class);
      var until = ((Outcome.Held) held).until();
      assertThat(Duration.between(Instant.now().plus(Load.HOLD), until).abs()).isLessThan(SLACK);
    }
  }
}
