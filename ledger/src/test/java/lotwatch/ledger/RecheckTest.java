package lotwatch.ledger;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.RecordingState.Status;
import lotwatch.ledger.WorkCommand.Complete;
import lotwatch.ledger.WorkCommand.Ending;
import lotwatch.ledger.WorkCommand.Lease;
import lotwatch.ledger.WorkCommand.Steering;
import lotwatch.ledger.WorkState.Pending;
import lotwatch.ledger.WorkState.Rechecks;
import lotwatch.ledger.WorkState.Task;
import org.junit.jupiter.api.Test;

/** Tasks that count once two workers have made the same of them. */
class RecheckTest extends LedgerWithWork {
  private static final BlobId OTHER = blob(3);
  private static final BlobId THIRD = blob(4);
  private static final String ALIKE = "50 frames by x";

  private void cut(int pieces) {
    hold(OTHER, THIRD);
    split(pieces);
  }

  private static Complete again(Task task, String how, BlobId... outputs) {
    var result = new TaskResult(how, List.of(outputs), List.of());
    return new Complete(task.id(), token(task), result, true);
  }

  private List<Task> leased(String worker, String kind) {
    var token = "t" + ++tokens;
    accepted(new Lease(worker, IDLE, token, 2, List.of(kind)));
    return campus.ledger.view().tasks("r1").stream()
        .filter(task -> task.under(token) != null)
        .toList();
  }

  private void pass(Duration time) {
    campus.pass(time);
    accepted(new Command.Tick());
  }

  private Rechecks rechecks() {
    return campus.ledger.view().rechecks();
  }

  private WorkState.Worker worker(String name) {
    return requireNonNull(campus.ledger.view().worker(name));
  }

  private int rejected(String worker) {
    return worker(worker).rejected();
  }

  @Test
  void sameFromTwoWorkersCounts() {
    cut(1);
    accepted(again(lease("w1"), ALIKE, MADE));

    assertThat(recording().status()).isEqualTo(Status.ENCODING);
    assertThat(recording().done()).isZero();
    assertThat(lease("w1", IDLE, 2)).as("not by the same worker").isEmpty();
    assertThat(leased("guest@a:1", Steps.SCALE)).as("not by a guest").isEmpty();

    accepted(again(lease("w2"), ALIKE, MADE));
    assertThat(recording().status()).isEqualTo(Status.JOINING);
    assertThat(rechecks()).isEqualTo(new Rechecks(1, 0, 0, 0));
    assertThat(uses(MADE)).as("once, by what is joined").isEqualTo(1);
    assertThat(uses(SOURCE)).as("by the recording and by what is joined").isEqualTo(2);
  }

  @Test
  void ofWhatTwoMakeDifferentlyWhatANodeMakesCountsAndWhoMadeAnotherIsRejected() {
    cut(1);
    accepted(again(lease("liar"), ALIKE, OTHER));
    accepted(again(lease("w2"), ALIKE, MADE));

    assertThat(recording().status()).isEqualTo(Status.ENCODING);
    assertThat(rechecks()).isEqualTo(new Rechecks(0, 1, 0, 0));
    assertThat(lease("w3", IDLE, 2)).as("no word of theirs decides it").isEmpty();
    assertThat(task(Steps.ENCODE, 0).reason()).contains("liar", "w2");

    accepted(again(leased("w2", Steps.SETTLE).getFirst(), ALIKE, MADE));
    assertThat(recording().status()).isEqualTo(Status.JOINING);
    assertThat(rejected("liar")).isEqualTo(1);
    assertThat(rejected("w2")).isZero();
    assertThat(uses(OTHER)).isZero();
    assertThat(uses(MADE)).isEqualTo(1);
  }

  @Test
  void liarInTheSecondPlaceIsFoundAsWellAndPausedAtTheLimit() {
    cut(WorkCommand.REJECTED_MAX);
    for (int piece = 0; piece < WorkCommand.REJECTED_MAX; piece++) {
      accepted(again(lease("w1"), ALIKE, MADE));
      accepted(again(lease("liar"), ALIKE, OTHER));
      accepted(again(leased("n1", Steps.SETTLE).getFirst(), ALIKE, MADE));
    }

    assertThat(rejected("liar")).isEqualTo(WorkCommand.REJECTED_MAX);
    assertThat(worker("liar").steering()).isEqualTo(Steering.PAUSED);
    assertThat(worker("w1").steering()).isEqualTo(Steering.RUNNING);
  }

  @Test
  void whoWorksByOtherMeansIsNotCalledALiar() {
    cut(1);
    accepted(again(lease("w1"), "50 frames by y", OTHER));
    accepted(again(lease("w2"), ALIKE, MADE));
    accepted(again(leased("n1", Steps.SETTLE).getFirst(), ALIKE, MADE));

    assertThat(rechecks()).isEqualTo(new Rechecks(0, 0, 1, 0));
    assertThat(rejected("w1")).isZero();
    assertThat(recording().status()).isEqualTo(Status.JOINING);
    assertThat(uses(OTHER)).isZero();
  }

  @Test
  void whereNobodyElseIsItCountsAfterAWhile() {
    cut(1);
    accepted(again(lease("w1"), ALIKE, MADE));
    pass(WorkCommand.RECHECK_WAIT.minusMillis(1));
    assertThat(recording().status()).isEqualTo(Status.ENCODING);
    pass(Duration.ofMillis(1));

    assertThat(recording().status()).isEqualTo(Status.JOINING);
    assertThat(rechecks()).isEqualTo(new Rechecks(0, 0, 0, 1));
    assertThat(uses(MADE)).isEqualTo(1);
  }

  @Test
  void oneWhoIsBusyIsWaitedForUpToALimit() {
    cut(2);
    var held = lease("w2");
    accepted(again(lease("w1"), ALIKE, MADE));
    var renewal = new WorkCommand.Renewal(held.id(), token(held), 5);
    var step = Duration.ofSeconds(10);
    for (var gone = step;
        gone.compareTo(WorkCommand.RECHECK_WAIT_MAX) < 0;
        gone = gone.plus(step)) {
      accepted(new WorkCommand.Renew("w2", IDLE, Steps.ALL, List.of(renewal)));
      pass(step);
      assertThat(recording().done()).as("after %s", gone).isZero();
    }
    accepted(new WorkCommand.Renew("w2", IDLE, Steps.ALL, List.of(renewal)));
    pass(WorkCommand.RECHECK_WAIT);

    assertThat(recording().done()).isEqualTo(1);
    assertThat(rechecks().unchecked()).isEqualTo(1);
  }

  @Test
  void workersThatCannotDoItAgainDoNotSetItAside() {
    cut(1);
    accepted(again(lease("w1"), ALIKE, MADE));
    for (int i = 0; i < WorkCommand.ATTEMPTS_MAX; i++) {
      assertThat(task(Steps.ENCODE, 0).phase()).isInstanceOf(Pending.class);
      accepted(fail(lease("x" + i), Ending.AGAIN));
    }

    assertThat(recording().status()).isEqualTo(Status.JOINING);
    assertThat(rechecks()).isEqualTo(new Rechecks(0, 0, 0, 1));
  }

  @Test
  void ofWhatOneMadeAndAnotherSaysCannotBeMadeANodeDecides() {
    cut(2);
    accepted(again(lease("w1"), ALIKE, MADE));
    accepted(fail(lease("w2"), Ending.FOR_GOOD));
    assertThat(rechecks()).isEqualTo(new Rechecks(0, 1, 0, 0));
    accepted(again(leased("n1", Steps.SETTLE).getFirst(), ALIKE, MADE));
    assertThat(recording().done()).isEqualTo(1);

    accepted(again(lease("w1"), ALIKE, OTHER));
    accepted(fail(lease("w2"), Ending.FOR_GOOD));
    accepted(fail(leased("n1", Steps.SETTLE).getFirst(), Ending.FOR_GOOD));

    assertThat(recording().status()).isEqualTo(Status.FAILED);
    assertThat(uses(OTHER)).isZero();
    assertThat(uses(MADE)).isZero();
  }

  @Test
  void whatPassesItsInputsOnIsNotDoneAgain() {
    split(1);
    accepted(again(lease("w1"), ALIKE, SOURCE));

    assertThat(recording().status()).isEqualTo(Status.JOINING);
    assertThat(rechecks()).isEqualTo(Rechecks.NONE);
  }

  @Test
  void cancelledRecordingKeepsNothingOfWhatWasDoneAgain() {
    cut(1);
    accepted(again(lease("w1"), ALIKE, OTHER));
    accepted(again(lease("w2"), ALIKE, MADE));
    var settles = leased("n1", Steps.SETTLE).getFirst();
    accepted(new RecordingCommand.Cancel("r1"));

    assertThat(uses(OTHER)).isZero();
    assertThat(uses(MADE)).isZero();
    assertThat(rejected(again(settles, ALIKE, MADE))).isEqualTo(Reason.STALE);
  }
}
