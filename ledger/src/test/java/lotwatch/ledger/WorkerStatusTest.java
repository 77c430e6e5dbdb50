package lotwatch.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerStatusTest {
  @Test
  void numberOfWorkersHasALimit() {
    assertThat(new WorkerStatus(WorkerStatus.WORKERS_MAX, List.of(1, 256)).stuck())
        .containsExactly(1, 256);
    assertThatThrownBy(() -> new WorkerStatus(WorkerStatus.WORKERS_MAX + 1, List.of()))
        .hasMessage("workers are 257, the limits are 0 and 256");
    assertThatThrownBy(() -> new WorkerStatus(-1, List.of()))
        .hasMessageContaining("workers are -1");
  }

  @Test
  void onlyAWorkerThatThereIsCanBeStuck() {
    assertThatThrownBy(() -> new WorkerStatus(2, List.of(3)))
        .hasMessage("worker 3 is stuck, but there are 2");
    assertThatThrownBy(() -> new WorkerStatus(2, List.of(0))).hasMessageContaining("worker 0");
    assertThatThrownBy(() -> new WorkerStatus(2, Collections.nCopies(3, 1)))
        .hasMessage("3 workers are stuck, but there are 2");
  }
}
