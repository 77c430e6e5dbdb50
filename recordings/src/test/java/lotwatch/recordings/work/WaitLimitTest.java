package lotwatch.recordings.work;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import lotwatch.ledger.BlobCommand.HoldBlob;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.Command;
import lotwatch.ledger.Entry;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.Ledger;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.Order;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.RecordingCommand.Begin;
import lotwatch.ledger.RecordingState;
import lotwatch.ledger.RecordingState.Status;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.Steps;
import lotwatch.ledger.TaskId;
import lotwatch.ledger.TaskResult;
import lotwatch.ledger.Versions;
import lotwatch.ledger.WorkCommand;
import lotwatch.ledger.WorkCommand.Complete;
import lotwatch.ledger.WorkCommand.Ending;
import lotwatch.ledger.WorkCommand.Fail;
import lotwatch.ledger.WorkCommand.Lease;
import lotwatch.ledger.WorkCommand.Renew;
import lotwatch.ledger.WorkCommand.Steer;
import lotwatch.ledger.WorkCommand.Steering;
import lotwatch.ledger.WorkerReport;
import lotwatch.wire.recordings.Waiting;
import lotwatch.wire.recordings.Waiting.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Recordings on a node that only cuts and joins, with guests, or with nobody, to encode. */
class WaitLimitTest {
  private static final Duration MAX = Duration.ofMinutes(10);
  private static final BlobId SOURCE = new BlobId("1".repeat(64));
  private static final WorkerReport IDLE = new WorkerReport("anna:1", 1, 0);
  private static final List<String> CUTS = List.of(Steps.SPLIT, Steps.JOIN, Steps.COMBINE);

  private final Ledger ledger = new Ledger();
  private final AtomicBoolean isLeading = new AtomicBoolean(true);
  private final Submitted inbox = new Submitted();
  private final WaitLimit limit =
      new WaitLimit(
          inbox, ledger::view, isLeading::get, MAX, () -> inbox.at.getEpochSecond() * SECOND);
  private int tokens;

  private static final long SECOND = 1_000_000_000;

  /** The ledger, and its time. */
  private final class Submitted implements Inbox {
    private Instant at = Instant.parse("2027-01-01T12:00:00Z");

    @Override
    public Outcome submit(Command command, @Nullable RequestId request) {
      return ledger.apply(new Entry(at, request, command)).outcome();
    }
  }

  @BeforeEach
  void begin() {
    tell(new Command.RaiseVersion(Versions.NEWEST));
    tell(new HoldBlob(SOURCE, 10, List.of(new NodeId("n1"))));
    tell(new Begin("r1", "gate.mp4", "{}", SOURCE));
  }

  private void tell(Command command) {
    assertThat(inbox.submit(command, null)).isEqualTo(new Accepted());
  }

  private String lease(String worker, List<String> steps) {
    var token = "t" + ++tokens;
    tell(new Lease(worker, IDLE, token, 1, steps));
    return token;
  }

  /** Cuts it into two pieces. */
  private void split(String also) {
    var token = lease("n1", CUTS);
    var next =
        IntStream.range(0, 2).mapToObj(i -> new Order("p" + i, List.of(SOURCE), also)).toList();
    var facts = "{\"unlent\":\"guests only scale\"}";
    tell(
        new Complete(
            new TaskId("r1", Steps.SPLIT, 0), token, new TaskResult(facts, List.of(), next)));
  }

  private RecordingState recording() {
    return requireNonNull(ledger.view().recording("r1"));
  }

  private @Nullable Waiting waiting() {
    return Waiting.of(recording(), ledger.view());
  }

  private Waiting waits() {
    return requireNonNull(waiting());
  }

  /** Time passes in which the node that cuts says that it is there, and these do. */
  private void pass(Duration time, String... encoders) throws Exception {
    inbox.at = inbox.at.plus(time);
    tell(new Renew("n1", IDLE, CUTS, List.of()));
    for (var each : encoders) {
      tell(new Renew(each, IDLE, Steps.ALL, List.of()));
    }
    limit.look();
  }

  @Test
  void pieceThatNobodyThereCanDoFailsWithTheReasonAfterTheLimit() throws Exception {
    split("");
    pass(Duration.ZERO);

    assertThat(waits().kind()).isEqualTo(Kind.WORKER);
    assertThat(waits().reason())
        .startsWith("piece 1 and 1 more: it needs a worker of Lotwatch, and none is there")
        .endsWith("guests cannot do it: guests only scale");
    assertThat(Waiting.told(ledger.view()))
        .singleElement()
        .asString()
        .contains("r1 waits: piece 1");
    pass(MAX.minusSeconds(1));
    assertThat(recording().status()).isEqualTo(Status.ENCODING);
    pass(Duration.ofSeconds(1));

    assertThat(recording().status()).isEqualTo(Status.FAILED);
    assertThat(recording().reason())
        .startsWith("waited 600 s for a worker: piece 1")
        .contains("guests only scale");
    assertThat(waiting()).isNull();
    assertThat(Waiting.told(ledger.view())).isEmpty();
  }

  @Test
  void guestsThatFailedAreTheReason() throws Exception {
    split(Steps.SCALE);
    assertThat(waits().reason()).endsWith("a guest could do it, and none is there");
    for (int i = 0; i < WorkCommand.ALSO_ATTEMPTS_MAX; i++) {
      var token = lease("guest@b:" + i, List.of(Steps.SCALE));
      tell(new Fail(new TaskId("r1", Steps.ENCODE, 0), token, "it is short", Ending.AGAIN));
    }

    assertThat(waits().kind()).isEqualTo(Kind.WORKER);
    assertThat(waits().reason())
        .startsWith("piece 1: it needs a worker")
        .endsWith("guests tried it 3 times in vain, the last time: it is short");
    pass(MAX);
    assertThat(recording().status()).isEqualTo(Status.ENCODING); // it waits since now
    pass(MAX);
    assertThat(recording().status()).isEqualTo(Status.FAILED);
  }

  @Test
  void workerThatComesEndsTheWaitAndOneThatGoesBeginsAnother() throws Exception {
    split("");
    pass(Duration.ZERO);
    pass(MAX.minusSeconds(1));
    pass(Duration.ZERO, "w1");
    assertThat(waiting()).isNull();
    pass(Waiting.SILENCE_MAX.plusSeconds(1));
    assertThat(waits().kind()).isEqualTo(Kind.WORKER);
    pass(MAX.minusSeconds(1));

    assertThat(recording().status()).isEqualTo(Status.ENCODING);
    pass(Duration.ofSeconds(1));
    assertThat(recording().status()).isEqualTo(Status.FAILED);
  }

  @Test
  void pausedWorkersAreTheOperatorsAffair() throws Exception {
    split("");
    pass(Duration.ZERO, "w1");
    tell(new Steer("w1", Steering.PAUSED));

    assertThat(waits().kind()).isEqualTo(Kind.OPERATOR);
    pass(MAX, "w1");
    pass(MAX, "w1");
    assertThat(recording().status()).isEqualTo(Status.ENCODING);
    assertThat(Waiting.told(ledger.view())).hasSize(1);
  }

  @Test
  void noSpaceIsTold() throws Exception {
    split("");
    pass(Duration.ZERO, "w1");
    var token = lease("w1", Steps.ALL);
    var full = "w1 has no space: disk full";
    tell(new Fail(new TaskId("r1", Steps.ENCODE, 0), token, full, Ending.NO_SPACE));

    assertThat(waits()).isEqualTo(new Waiting(Kind.SPACE, "piece 1 is tried again: " + full));
    assertThat(Waiting.told(ledger.view())).hasSize(1);
  }

  @Test
  void pieceThatIsDoneAgainSaysSoAndIsNothingToMend() throws Exception {
    split("");
    pass(Duration.ZERO, "w1", "w2");
    var made = new BlobId("2".repeat(64));
    tell(new HoldBlob(made, 10, List.of(new NodeId("n1"))));
    var tokens = List.of(lease("w1", Steps.ALL), lease("w2", Steps.ALL));
    for (int piece = 0; piece < 2; piece++) {
      var result = new TaskResult("", List.of(made), List.of());
      tell(new Complete(new TaskId("r1", Steps.ENCODE, piece), tokens.get(piece), result, true));
    }

    assertThat(waits())
        .isEqualTo(
            new Waiting(
                Kind.TRY, "piece 1: w1 has done it, and another worker does it again to compare"));
    assertThat(Waiting.told(ledger.view())).isEmpty();
    pass(WorkCommand.RECHECK_WAIT_MAX);
    assertThat(recording().status()).isEqualTo(Status.JOINING);
  }

  @Test
  void onlyTheLeaderGivesUp() throws Exception {
    split("");
    isLeading.set(false);
    pass(MAX);
    pass(MAX);

    assertThat(recording().status()).isEqualTo(Status.ENCODING);
  }
}
