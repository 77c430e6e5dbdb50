package lotwatch.gateway.finder.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import lotwatch.gateway.MemoryLedger;
import lotwatch.ledger.LotCommand.Count;
import lotwatch.ledger.LotId;
import org.junit.jupiter.api.Test;

final class FreeCountsTest {
  private static final LotId A = new LotId("LOT-A");

  private final MemoryLedger memory = new MemoryLedger(InstantSource.fixed(Instant.EPOCH), 100);

  @Test
  void changeBetweenTheSequenceAndTheViewIsStillTold() throws Exception {
    memory.openCounted("LOT-A", 10);
    long sequence = memory.view().sequence();
    memory.submit(new Count(A, 1), null);

    var free = new FreeCounts(memory.view(), sequence);

    var event = memory.after(sequence, 1, 0).getFirst();
    assertThat(free.change(event))
        .map(told -> new String(told.body(ZoneOffset.UTC, false), UTF_8))
        .hasValueSatisfying(told -> assertThat(told).contains("LOT-A 9 "));
  }

  @Test
  void whatWasSoBeforeIsNoChange() throws Exception {
    memory.openCounted("LOT-A", 10);
    long sequence = memory.view().sequence();
    var free = new FreeCounts(memory.view(), sequence);

    memory.submit(new Count(A, 0), null);

    for (var event : memory.after(sequence, 10, 0)) {
      assertThat(free.change(event)).isEmpty();
    }
  }
}
