package lotwatch.ledger;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import lotwatch.ledger.RecordingCommand.AddFootage;
import lotwatch.ledger.RecordingCommand.Begin;
import lotwatch.ledger.RecordingCommand.Cancel;
import lotwatch.ledger.RecordingCommand.EndFootage;
import lotwatch.ledger.RecordingCommand.Pin;
import lotwatch.ledger.RecordingCommand.Retry;
import lotwatch.ledger.RecordingState.Status;
import lotwatch.ledger.WorkCommand.Complete;
import lotwatch.ledger.WorkCommand.Lease;
import lotwatch.ledger.WorkState.Leased;
import org.junit.jupiter.api.Test;

/** There are as many tasks as may be: recordings wait for room, and then go on by themselves. */
class FullTasksTest extends LedgerWithWork {
  private static final int FILLING = WorkCommand.TASKS_MAX / WorkCommand.TASKS_OF_JOB_MAX;

  private Ledger ledger() {
    return campus.ledger;
  }

  private RecordingState recording(String id) {
    return requireNonNull(ledger().view().recording(id));
  }

  /** The next task that waits, and its result. */
  private void splitNext(int pieces) {
    var token = "s" + ++tokens;
    accepted(new Lease("w9", IDLE, token, 1, List.of(Steps.SPLIT)));
    var task =
        ledger().view().recordings().stream()
            .flatMap(each -> ledger().view().tasks(each.id()).stream())
            .filter(each -> each.phase() instanceof Leased leased && leased.token().equals(token))
            .findFirst()
            .orElseThrow();
    var orders =
        IntStream.range(0, pieces).mapToObj(i -> new Order("p" + i, List.of(SOURCE))).toList();
    accepted(new Complete(task.id(), token, new TaskResult("facts", List.of(), orders)));
  }

  /** All but so many tasks that there may be, of recordings named f0, f1 and so on. */
  private void fill(int left) {
    accepted(new RecordingCommand.Delete("r1"));
    for (int i = 0; i < FILLING; i++) {
      accepted(new Begin("f" + i, "f" + i, "", SOURCE));
      splitNext(WorkCommand.TASKS_OF_JOB_MAX - (i == 0 ? left : 0));
    }
  }

  @Test
  void newRecordingWaitsForItsTurn() {
    fill(0);

    accepted(new Begin("n1", "n1", "", SOURCE));
    accepted(new Begin("n2", "n2", "", SOURCE));
    assertThat(recording("n1").status()).isEqualTo(Status.SPLITTING);
    assertThat(ledger().view().tasks("n1")).isEmpty();
    accepted(new Cancel("f3"));

    assertThat(ledger().view().tasks("n1")).hasSize(1);
    assertThat(ledger().view().tasks("n2")).hasSize(1);
  }

  @Test
  void piecesThatDoNotFitWaitAndNothingOfThemIsLost() {
    fill(3);
    accepted(new Begin("n1", "n1", "", SOURCE));
    accepted(new Begin("n2", "n2", "", SOURCE));
    splitNext(4);

    assertThat(recording("n1").status()).isEqualTo(Status.SPLITTING);
    assertThat(recording("n1").reason()).isEmpty();
    // those after it do not take the room that it waits for
    accepted(new Begin("n3", "n3", "", SOURCE));
    assertThat(ledger().view().tasks("n3")).isEmpty();
    accepted(new Pin("n1", true));
    var restored = Ledger.restore(ledger().save());
    assertThat(requireNonNull(restored.view().recording("n1")).status())
        .isEqualTo(Status.SPLITTING);
    for (var each : List.of(restored, ledger())) {
      each.apply(new Entry(campus.now, null, new Cancel("f1")));
      assertThat(requireNonNull(each.view().recording("n1")).status()).isEqualTo(Status.ENCODING);
      assertThat(each.view().tasks("n1")).hasSize(4);
      assertThat(each.view().tasks("n3")).hasSize(1);
      assertThat(requireNonNull(each.view().recording("n1")).pinned()).isTrue();
    }
    assertThat(ledger().save()).isEqualTo(restored.save());
  }

  @Test
  void oneThatWaitsCanBeCancelledAndTriedAgain() {
    fill(0);
    int uses = uses(SOURCE);
    accepted(new Begin("n1", "n1", "", SOURCE));
    accepted(new Cancel("n1"));
    accepted(new Retry("n1"));
    accepted(new Cancel("n1"));
    accepted(new Cancel("f2"));

    assertThat(recording("n1").status()).isEqualTo(Status.CANCELLED);
    assertThat(ledger().view().tasks("n1")).isEmpty();
    accepted(new Retry("n1"));
    assertThat(ledger().view().tasks("n1")).hasSize(1);
    accepted(new RecordingCommand.Delete("n1"));
    assertThat(uses(SOURCE)).isEqualTo(uses - WorkCommand.TASKS_OF_JOB_MAX);
  }

  @Test
  void whatACameraRecordedIsJoinedInItsTurn() {
    hold(blob(3));
    fill(0);
    var piece = new Footage.Piece(blob(3), Instant.EPOCH, 10_000, 250);
    accepted(new AddFootage("film", "film", "", "north", piece));
    accepted(new EndFootage("film"));
    assertThat(recording("film").status()).isEqualTo(Status.JOINING);
    assertThat(ledger().view().tasks("film")).isEmpty();
    campus.pass(Duration.ofSeconds(1));
    accepted(new Cancel("f0"));

    assertThat(ledger().view().tasks("film")).hasSize(1);
  }
}
