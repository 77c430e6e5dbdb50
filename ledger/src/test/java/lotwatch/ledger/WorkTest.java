package lotwatch.ledger;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lotwatch.ledger.BlobCommand.HoldBlob;
import lotwatch.ledger.BlobCommand.LoseBlob;
import lotwatch.ledger.BlobCommand.NeedBlob;
import lotwatch.ledger.Command.Tick;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.RecordingChange.RecordingChanged;
import lotwatch.ledger.RecordingCommand.Begin;
import lotwatch.ledger.RecordingCommand.Cancel;
import lotwatch.ledger.RecordingCommand.Delete;
import lotwatch.ledger.RecordingCommand.GiveUp;
import lotwatch.ledger.RecordingCommand.Pin;
import lotwatch.ledger.RecordingCommand.Retry;
import lotwatch.ledger.RecordingState.Status;
import lotwatch.ledger.WorkCommand.Ending;
import lotwatch.ledger.WorkCommand.Lease;
import lotwatch.ledger.WorkCommand.Renew;
import lotwatch.ledger.WorkCommand.Renewal;
import lotwatch.ledger.WorkCommand.Steer;
import lotwatch.ledger.WorkCommand.Steering;
import lotwatch.ledger.WorkState.Leased;
import lotwatch.ledger.WorkState.Pending;
import lotwatch.ledger.WorkState.Task;
import org.junit.jupiter.api.Test;

/** A recording on its way through the hands of workers that die, lie and come too late. */
class WorkTest extends LedgerWithWork {
  @Test
  void recordingIsSplitEncodedJoinedAndCompleted() {
    split(2);
    assertThat(recording().status()).isEqualTo(Status.ENCODING);
    assertThat(recording().pieces()).isEqualTo(2);
    hold(blob(10), blob(11));
    var pieces = lease("w1", IDLE, 9);
    assertThat(pieces).hasSize(2);

    accepted(complete(pieces.get(1), blob(11)));
    accepted(complete(pieces.get(0), blob(10)));

    assertThat(recording().status()).isEqualTo(Status.JOINING);
    var join = lease("w2");
    assertThat(join.order()).isEqualTo(new Order("facts", List.of(SOURCE, blob(10), blob(11))));
    accepted(complete(join, MADE));
    assertThat(recording().status()).isEqualTo(Status.COMPLETED);
    assertThat(recording().result()).isEqualTo(MADE);
    assertThat(campus.ledger.view().tasks("r1")).isEmpty();
    assertThat(List.of(uses(SOURCE), uses(MADE), uses(blob(10)))).containsExactly(1, 1, 0);
    assertThat(statuses())
        .containsExactly(
            Status.SPLITTING, Status.ENCODING, Status.ENCODING, Status.JOINING, Status.COMPLETED);
  }

  private List<Status> statuses() {
    var statuses = new ArrayList<Status>();
    for (var event : campus.events) {
      if (event.change() instanceof RecordingChanged changed) {
        statuses.add(changed.status());
      }
    }
    return statuses;
  }

  @Test
  void leaseThatIsNotRenewedEndsAndItsTokenCountsNoMore() {
    split(2);
    var first = lease("w1");
    campus.pass(WorkCommand.LEASE.minusSeconds(1));
    accepted(new Renew("w1", IDLE, Steps.ALL, List.of(new Renewal(first.id(), token(first), 500))));
    campus.pass(WorkCommand.LEASE.minusSeconds(1));
    campus.tell(new Tick());
    assertThat(((Leased) task(Steps.ENCODE, 0).phase()).permille()).isEqualTo(500);

    campus.pass(Duration.ofSeconds(1));
    campus.tell(new Tick());

    assertThat(task(Steps.ENCODE, 0).phase()).isInstanceOf(Pending.class);
    assertThat(task(Steps.ENCODE, 0).reason()).contains("w1 fell silent");
    assertThat(rejected(complete(first, MADE))).isEqualTo(Reason.STALE);
    var second = lease("w2");
    assertThat(rejected(complete(first, MADE))).isEqualTo(Reason.STALE);
    accepted(complete(second, MADE));
    accepted(complete(second, MADE));
    assertThat(recording().done()).isEqualTo(1);
  }

  @Test
  void leaseAskedAgainWithItsTokenGivesTheSameTasks() {
    split(3);
    accepted(new Lease("w1", IDLE, "same", 1, Steps.ALL));
    accepted(new Lease("w1", IDLE, "same", 1, Steps.ALL));

    assertThat(campus.ledger.view().tasks("r1"))
        .filteredOn(task -> task.under("same") != null)
        .hasSize(1);
    assertThat(requireNonNull(campus.ledger.view().worker("w1")).tasks()).hasSize(1);
  }

  @Test
  void workerGetsNoMoreThanItsSlotsAndOnlyWhatItDoes() {
    split(4);
    assertThat(lease("w1", IDLE, 9)).hasSize(2);
    assertThat(lease("w1", IDLE, 9)).isEmpty();
    accepted(new Lease("w2", IDLE, "joiner", 2, List.of(Steps.JOIN)));
    assertThat(requireNonNull(campus.ledger.view().worker("w2")).tasks()).isEmpty();
  }

  @Test
  void taskThatFailsGoesToAnotherWorkerAndIsSetAsideAfterTheLastTry() {
    split(1);
    lease("other", IDLE, 1).forEach(task -> accepted(fail(task, Ending.GIVEN_BACK)));
    assertThat(task(Steps.ENCODE, 0).attempts()).isZero();
    accepted(fail(lease("w1"), Ending.AGAIN));
    assertThat(lease("w1", IDLE, 1)).isEmpty();
    accepted(fail(lease("w2"), Ending.AGAIN));
    accepted(fail(lease("other"), Ending.AGAIN));
    accepted(fail(lease("w1"), Ending.AGAIN));
    assertThat(recording().status()).isEqualTo(Status.ENCODING);
    accepted(fail(lease("w1"), Ending.AGAIN));

    assertThat(recording().status()).isEqualTo(Status.FAILED);
    assertThat(recording().reason()).isEqualTo("no sense in it");
    assertThat(uses(SOURCE)).isEqualTo(1);
    accepted(new Retry("r1"));
    assertThat(recording().status()).isEqualTo(Status.SPLITTING);
    assertThat(recording().reason()).isEmpty();
  }

  @Test
  void taskForWhichThereIsNoSpaceWaitsAndIsNoTry() {
    split(1);
    for (int i = 0; i <= WorkCommand.ATTEMPTS_MAX; i++) {
      accepted(fail(lease("w1"), Ending.NO_SPACE));
    }

    assertThat(task(Steps.ENCODE, 0).attempts()).isZero();
    assertThat(task(Steps.ENCODE, 0).phase()).isInstanceOf(WorkState.Pending.class);
    assertThat(task(Steps.ENCODE, 0).reason()).isEqualTo("no sense in it");
    accepted(complete(lease("w1"), MADE));
    assertThat(recording().status()).isEqualTo(Status.JOINING);
  }

  @Test
  void whatNoTryCanDoFailsAtOnce() {
    accepted(fail(lease("w1"), Ending.FOR_GOOD));

    assertThat(recording().status()).isEqualTo(Status.FAILED);
  }

  @Test
  void resultWhoseBlobIsNotKnownIsNoResult() {
    split(1);
    var task = lease("w1");

    assertThat(rejected(complete(task, blob(99)))).isEqualTo(Reason.NOT_FOUND);
    assertThat(task(Steps.ENCODE, 0).phase()).isInstanceOf(Leased.class);
  }

  @Test
  void pausedAndDrainingWorkersGetNothing() {
    split(2);
    accepted(new Steer("w1", Steering.PAUSED));
    assertThat(lease("w1", IDLE, 1)).isEmpty();
    accepted(new Steer("w1", Steering.DRAINING));
    assertThat(lease("w1", IDLE, 1)).isEmpty();
    accepted(new Steer("w1", Steering.RUNNING));
    assertThat(lease("w1", IDLE, 1)).hasSize(1);
    assertThat(rejected(new Steer("nobody", Steering.PAUSED))).isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  void busyMachineLeavesTheLastPiecesToAnIdleOne() {
    var idle = new WorkerReport("anna:1", 1, 0);
    var busy = new WorkerReport("berta:1", 1, 4_000);
    split(4);
    accepted(new Renew("idle", idle, Steps.ALL, List.of()));

    assertThat(lease("busy", busy, 1)).isEmpty();
    for (int piece = 0; piece < 3; piece++) {
      assertThat(lease("idle", idle, 9)).hasSize(1);
      var mine = campus.ledger.view().tasks("r1").stream().filter(WorkTest::isLeased).toList();
      hold(blob(20 + piece));
      accepted(complete(mine.getFirst(), blob(20 + piece)));
    }
    campus.pass(Duration.ofSeconds(16));
    assertThat(lease("busy", busy, 1)).as("nobody else is there any more").hasSize(1);
  }

  private static boolean isLeased(Task task) {
    return task.phase() instanceof Leased;
  }

  @Test
  void busyMachineHelpsWhileMuchWaits() {
    split(20);
    accepted(new Renew("idle", new WorkerReport("anna:1", 1, 0), Steps.ALL, List.of()));

    assertThat(lease("busy", new WorkerReport("berta:1", 1, 4_000), 1)).hasSize(1);
  }

  @Test
  void cancelledWorkIsDroppedAndDeletedRecordingsFreeTheirBlobs() {
    split(2);
    var task = lease("w1");
    accepted(new Cancel("r1"));

    assertThat(rejected(complete(task, MADE))).isEqualTo(Reason.STALE);
    assertThat(recording().status()).isEqualTo(Status.CANCELLED);
    assertThat(requireNonNull(campus.ledger.view().worker("w1")).tasks()).isEmpty();
    accepted(new Pin("r1", true));
    assertThat(rejected(new Delete("r1"))).isEqualTo(Reason.EXISTS);
    assertThat(rejected(new Begin("r2", "gate.mp4", "", SOURCE))).isEqualTo(Reason.EXISTS);
    accepted(new Pin("r1", false));
    accepted(new Delete("r1"));
    assertThat(uses(SOURCE)).isZero();
    assertThat(rejected(new Cancel("r1"))).isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  void whatIsDoneIsNotCancelled() {
    split(1);
    accepted(complete(lease("w1"), MADE));
    accepted(complete(lease("w1"), MADE));
    assertThat(recording().status()).isEqualTo(Status.COMPLETED);

    assertThat(campus.tell(new Cancel("r1")))
        .isEqualTo(new Rejected(Reason.STALE, "it is completed: there is no work to cancel"));
    assertThat(recording().status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void workThatIsGivenUpHasFailedWithTheReason() {
    split(2);
    accepted(new GiveUp("r1", "nobody is there"));
    accepted(new GiveUp("r1", "said twice"));

    assertThat(recording().status()).isEqualTo(Status.FAILED);
    assertThat(recording().reason()).isEqualTo("nobody is there");
    assertThat(campus.ledger.view().tasks("r1")).isEmpty();
    assertThat(rejected(new Cancel("r1"))).isEqualTo(Reason.STALE);
    accepted(new Retry("r1"));
    accepted(new Cancel("r1"));
    accepted(new Cancel("r1"));
    accepted(new GiveUp("r1", "is cancelled"));
    assertThat(recording().status()).isEqualTo(Status.CANCELLED);
  }

  @Test
  void sameLabelReplacesTheEarlierRecording() {
    accepted(new Begin("r2", "gate.mp4", "", SOURCE));

    assertThat(campus.ledger.view().recording("r1")).isNull();
    assertThat(requireNonNull(campus.ledger.view().recordingLabelled("gate.mp4")).id())
        .isEqualTo("r2");
    assertThat(campus.ledger.view().tasks("r1")).isEmpty();
    assertThat(uses(SOURCE)).isEqualTo(2);
    assertThat(rejected(new Begin("r2", "other", "", SOURCE))).isEqualTo(Reason.EXISTS);
    assertThat(rejected(new Begin("r3", "other", "", blob(77)))).isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  void blobThatNothingUsesIsForgottenAfterAnHour() {
    campus.pass(BlobCommand.UNUSED_MAX.minusSeconds(1));
    hold(MADE);
    campus.pass(Duration.ofSeconds(2));
    campus.tell(new Tick());
    assertThat(campus.ledger.view().blob(MADE)).isNotNull();

    campus.pass(BlobCommand.UNUSED_MAX);
    campus.tell(new Tick());

    assertThat(campus.ledger.view().blob(MADE)).isNull();
    assertThat(campus.ledger.view().blob(SOURCE)).isNotNull();
  }

  @Test
  void blobThatSomebodyNeedsSoonStaysForAnotherHour() {
    campus.pass(BlobCommand.UNUSED_MAX.minusSeconds(1));
    accepted(new NeedBlob(MADE));
    accepted(new NeedBlob(SOURCE)); // is used anyway
    campus.pass(BlobCommand.UNUSED_MAX.minusSeconds(1));
    campus.tell(new Tick());
    assertThat(campus.ledger.view().blob(MADE)).isNotNull();

    campus.pass(Duration.ofSeconds(1));
    campus.tell(new Tick());

    assertThat(campus.ledger.view().blob(MADE)).isNull();
    assertThat(rejected(new NeedBlob(MADE))).isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  void holdersComeAndGo() {
    var other = new NodeId("n2");
    accepted(new HoldBlob(SOURCE, 10, List.of(other)));
    assertThat(rejected(new HoldBlob(SOURCE, 11, List.of(other)))).isEqualTo(Reason.LIMIT);
    accepted(new LoseBlob(SOURCE, NODE));

    assertThat(requireNonNull(campus.ledger.view().blob(SOURCE)).holders()).containsExactly(other);
    assertThat(rejected(new LoseBlob(blob(5), NODE))).isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  void silentWorkerIsForgotten() {
    split(1);
    campus.pass(WorkCommand.WORKER_SILENCE_MAX);
    campus.tell(new Tick());

    assertThat(campus.ledger.view().workers()).isEmpty();
  }

  @Test
  void limitsAreNamed() {
    assertThatThrownBy(() -> new WorkerReport("a", WorkerReport.SLOTS_MAX + 1, 0))
        .hasMessageContaining("slots are 65");
    assertThatThrownBy(() -> new Lease("w", IDLE, "t", WorkCommand.LEASES_MAX + 1, Steps.ALL))
        .hasMessageContaining("count is 65");
    assertThatThrownBy(() -> new TaskId("r", "s", WorkCommand.TASKS_OF_JOB_MAX))
        .hasMessageContaining("index is 2000");
    assertThatThrownBy(() -> new Order("x".repeat(Order.TEXT_LENGTH_MAX + 1), List.of()))
        .hasMessageContaining("4001 characters");
    assertThatThrownBy(() -> new BlobId("A".repeat(64))).hasMessageContaining("lower-case");
    assertThatThrownBy(() -> new Begin("r", "l", "w".repeat(2_001), SOURCE))
        .hasMessageContaining("wanted has 2001 characters");
    assertThatThrownBy(() -> new HoldBlob(SOURCE, -1, List.of(NODE)))
        .hasMessageContaining("bytes are -1");
  }
}
