package lotwatch.ledger;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import lotwatch.ledger.Command.Tick;
import lotwatch.ledger.WorkCommand.Complete;
import lotwatch.ledger.WorkCommand.Ending;
import lotwatch.ledger.WorkCommand.Lease;
import lotwatch.ledger.WorkCommand.Steer;
import lotwatch.ledger.WorkCommand.Steering;
import lotwatch.ledger.WorkState.Task;
import org.junit.jupiter.api.Test;

/** Workers that can do some of the work only, and of which some lie. */
class GuestWorkTest extends LedgerWithWork {
  private void splitForGuests(int pieces) {
    var orders =
        IntStream.range(0, pieces)
            .mapToObj(i -> new Order("piece " + i, List.of(SOURCE), i == 0 ? "" : Steps.SCALE))
            .toList();
    var task = lease("w1");
    accepted(new Complete(task.id(), token(task), new TaskResult("facts", List.of(), orders)));
  }

  private List<Task> leaseAsGuest(String name) {
    var token = "g" + ++tokens;
    accepted(new Lease(name, IDLE, token, 1, List.of(Steps.SCALE)));
    return campus.ledger.view().tasks("r1").stream()
        .filter(task -> task.under(token) != null)
        .toList();
  }

  @Test
  void guestGetsOnlyWhatItCanDoAndIsNobodyOthersWaitFor() {
    splitForGuests(2);

    assertThat(leaseAsGuest("g1")).extracting(task -> task.id().index()).containsExactly(1);
    assertThat(leaseAsGuest("g2")).isEmpty();
    assertThat(campus.ledger.view().isTaskWaiting(List.of(Steps.SCALE))).isFalse();
    assertThat(campus.ledger.view().isTaskWaiting(List.of(Steps.ENCODE))).isTrue();
    // the idle guest cannot do it: the busy one does not leave it to that
    assertThat(lease("w1", new WorkerReport("berta:1", 1, 8_000), 1)).hasSize(1);
  }

  @Test
  void guestThatLiesIsPausedUntilItIsResumed() {
    splitForGuests(WorkCommand.REJECTED_MAX + 2);
    for (int i = 0; i < WorkCommand.REJECTED_MAX; i++) {
      accepted(fail(leaseAsGuest("g1").getFirst(), Ending.REJECTED));
    }

    var liar = requireNonNull(campus.ledger.view().worker("g1"));
    assertThat(liar.steering()).isEqualTo(Steering.PAUSED);
    assertThat(liar.rejected()).isEqualTo(WorkCommand.REJECTED_MAX);
    assertThat(leaseAsGuest("g1")).isEmpty();
    accepted(new Steer("g1", Steering.RUNNING));
    assertThat(requireNonNull(campus.ledger.view().worker("g1")).rejected()).isZero();
    assertThat(leaseAsGuest("g1")).hasSize(1);
  }

  @Test
  void guestsThatFailDoNotSetATaskAside() {
    splitForGuests(2);
    for (int i = 0; i < WorkCommand.ALSO_ATTEMPTS_MAX; i++) {
      accepted(fail(leaseAsGuest("g" + i).getFirst(), Ending.AGAIN));
    }

    assertThat(leaseAsGuest("g9")).isEmpty();
    assertThat(lease("w1", IDLE, 2)).hasSize(2);
  }

  @Test
  void leasesThatEndAreCounted() {
    split(1);
    lease("w1");
    campus.pass(WorkCommand.LEASE);
    campus.tell(new Tick());

    assertThat(requireNonNull(campus.ledger.view().worker("w1")).expired()).isEqualTo(1);
  }
}
