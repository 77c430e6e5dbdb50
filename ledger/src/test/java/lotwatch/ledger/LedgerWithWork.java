package lotwatch.ledger;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import lotwatch.ledger.BlobCommand.HoldBlob;
import lotwatch.ledger.Command.RaiseVersion;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.RecordingCommand.Begin;
import lotwatch.ledger.WorkCommand.Complete;
import lotwatch.ledger.WorkCommand.Ending;
import lotwatch.ledger.WorkCommand.Fail;
import lotwatch.ledger.WorkCommand.Lease;
import lotwatch.ledger.WorkState.Leased;
import lotwatch.ledger.WorkState.Task;
import org.junit.jupiter.api.BeforeEach;

/** A ledger with a recording that waits to be split, and workers to do it. */
abstract class LedgerWithWork {
  static final BlobId SOURCE = blob(1);
  static final BlobId MADE = blob(2);
  static final NodeId NODE = new NodeId("n1");
  static final WorkerReport IDLE = new WorkerReport("anna:1", 2, 0);

  final Campus campus = Campus.open();
  int tokens;

  @BeforeEach
  void begin() {
    campus.tell(new RaiseVersion(7));
    hold(SOURCE, MADE);
    accepted(new Begin("r1", "gate.mp4", "wanted", SOURCE));
  }

  static BlobId blob(int number) {
    return new BlobId("%064x".formatted(number));
  }

  void hold(BlobId... blobs) {
    for (var blob : blobs) {
      accepted(new HoldBlob(blob, 10, List.of(NODE)));
    }
  }

  void accepted(Command command) {
    assertThat(campus.tell(command)).isEqualTo(new Accepted());
  }

  Reason rejected(Command command) {
    return ((Rejected) campus.tell(command)).reason();
  }

  List<Task> lease(String worker, WorkerReport report, int count) {
    var token = "t" + ++tokens;
    accepted(new Lease(worker, report, token, count, Steps.ALL));
    return campus.ledger.view().tasks("r1").stream()
        .filter(task -> task.under(token) != null)
        .toList();
  }

  Task lease(String worker) {
    return lease(worker, IDLE, 1).getFirst();
  }

  static String token(Task task) {
    return ((Leased) task.phase()).token();
  }

  static Complete complete(Task task, BlobId... outputs) {
    return new Complete(task.id(), token(task), new TaskResult("", List.of(outputs), List.of()));
  }

  void split(int pieces) {
    var orders =
        IntStream.range(0, pieces).mapToObj(i -> new Order("piece " + i, List.of(SOURCE))).toList();
    var task = lease("w1");
    accepted(new Complete(task.id(), token(task), new TaskResult("facts", List.of(), orders)));
  }

  RecordingState recording() {
    return requireNonNull(campus.ledger.view().recording("r1"));
  }

  Task task(String step, int index) {
    return requireNonNull(campus.ledger.view().task(new TaskId("r1", step, index)));
  }

  int uses(BlobId blob) {
    return requireNonNull(campus.ledger.view().blob(blob)).uses();
  }

  static Fail fail(Task task, Ending ending) {
    return new Fail(task.id(), token(task), "no sense in it", ending);
  }
}
