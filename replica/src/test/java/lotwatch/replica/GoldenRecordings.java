package lotwatch.replica;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import lotwatch.ledger.BlobCommand;
import lotwatch.ledger.BlobCommand.HoldBlob;
import lotwatch.ledger.BlobCommand.LoseBlob;
import lotwatch.ledger.BlobCommand.NeedBlob;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.Command;
import lotwatch.ledger.Footage;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.Order;
import lotwatch.ledger.RecordingChange;
import lotwatch.ledger.RecordingCommand;
import lotwatch.ledger.RecordingCommand.Begin;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.Steps;
import lotwatch.ledger.TaskId;
import lotwatch.ledger.TaskResult;
import lotwatch.ledger.WorkChange;
import lotwatch.ledger.WorkCommand;
import lotwatch.ledger.WorkCommand.Complete;
import lotwatch.ledger.WorkCommand.Ending;
import lotwatch.ledger.WorkCommand.Fail;
import lotwatch.ledger.WorkCommand.Lease;
import lotwatch.ledger.WorkCommand.Renew;
import lotwatch.ledger.WorkCommand.Renewal;
import lotwatch.ledger.WorkCommand.Steer;
import lotwatch.ledger.WorkCommand.Steering;
import lotwatch.ledger.WorkerReport;
import org.jspecify.annotations.Nullable;

/** What version 7 adds to the scenarios: blobs, work that is leased, and recordings. */
final class GoldenRecordings {
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N2 = new NodeId("n2");
  private static final WorkerReport IDLE = new WorkerReport("n1:7070", 2, 0);
  private static final WorkerReport BUSY = new WorkerReport("far:9", 1, 4_000);

  private final BiConsumer<Command, @Nullable RequestId> then;
  private final IntConsumer wait;

  /**
   * @param then takes each command, and its request id or null
   * @param wait lets milliseconds pass
   */
  GoldenRecordings(BiConsumer<Command, @Nullable RequestId> then, IntConsumer wait) {
    this.then = then;
    this.wait = wait;
  }

  private void then(Command command) {
    then.accept(command, null);
  }

  /** The source of all of them first, then a recording each. */
  static Command recording(int i) {
    return i == 0
        ? new HoldBlob(blob(0), 1, List.of(N1))
        : new Begin("r" + i, "Recording " + i, "", blob(0));
  }

  static Command worker(int i) {
    return new Renew("w" + i, IDLE, Steps.ALL, List.of());
  }

  private static BlobId blob(int i) {
    return new BlobId("%064x".formatted(i));
  }

  private static TaskId task(String step, int index) {
    return new TaskId("gate", step, index);
  }

  private static Complete complete(TaskId task, String token, int... outputs) {
    var blobs = Arrays.stream(outputs).mapToObj(GoldenRecordings::blob).toList();
    return new Complete(task, token, new TaskResult("facts \u00fc", blobs, List.of()));
  }

  private static Lease lease(String worker, WorkerReport report, String token) {
    return new Lease(worker, report, token, 2, Steps.ALL);
  }

  void all() {
    for (int i = 1; i <= 9; i++) {
      then(new HoldBlob(blob(i), 100 + i, i % 2 == 0 ? List.of(N1, N2) : List.of(N2)));
    }
    then(new HoldBlob(blob(1), 102, List.of(N1)));
    then(new HoldBlob(blob(1), 101, List.of(N1)));
    then(new LoseBlob(blob(2), N2));
    then(new LoseBlob(blob(77), N2));
    wait.accept(1_800_000);
    then(new NeedBlob(blob(8)));
    then(new NeedBlob(blob(77)));
    then.accept(new Begin("gate", "gate (1).mp4", "{\"width\":640}", blob(1)), new RequestId("b"));
    then.accept(new Begin("gate", "gate (1).mp4", "{\"width\":640}", blob(1)), new RequestId("b"));
    then(new Begin("gate", "other", "", blob(1)));
    then(new Begin("x", "x", "", blob(77)));
    split();
    pieces();
    endings();
    wait.accept(3_700_000);
    then(new Command.Tick());
  }

  private void split() {
    then(lease("w1", IDLE, "t1"));
    then(lease("w1", IDLE, "t1"));
    then(new Fail(task(Steps.SPLIT, 0), "wrong", "no reason", Ending.AGAIN));
    then(new Fail(task(Steps.SPLIT, 0), "t1", "the disk is full", Ending.AGAIN));
    then(lease("w2", IDLE, "t2"));
    var next =
        List.of(
            new Order("piece 1", List.of(blob(2))),
            new Order("piece 2", List.of(blob(3), blob(1))),
            new Order("piece 3", List.of(), Steps.SCALE));
    var unknown = List.of(new Order("piece 1", List.of(blob(77))));
    then(new Complete(task(Steps.SPLIT, 0), "t2", new TaskResult("", List.of(), unknown)));
    then(new Complete(task(Steps.SPLIT, 0), "t2", new TaskResult("facts", List.of(), next)));
  }

  private void pieces() {
    then(lease("w3", BUSY, "t3"));
    then(lease("w1", IDLE, "t4"));
    then(new Renew("w1", IDLE, Steps.ALL, List.of(new Renewal(task(Steps.ENCODE, 0), "t4", 250))));
    then(complete(task(Steps.ENCODE, 0), "t4", 4));
    then(complete(task(Steps.ENCODE, 0), "t4", 4));
    then(new Fail(task(Steps.ENCODE, 1), "t4", "later", Ending.GIVEN_BACK));
    then(new Steer("w1", Steering.PAUSED));
    then(new Fail(task(Steps.ENCODE, 2), "t3", "disk full", Ending.NO_SPACE));
    then(lease("w3", BUSY, "t3b"));
    then(lease("w1", IDLE, "t5"));
    then(lease("w2", IDLE, "t6"));
    then(complete(task(Steps.ENCODE, 1), "t6", 5, 6));
    wait.accept(31_000);
    then(new Command.Tick());
    then(lease("w3", BUSY, "t7"));
    then(new Steer("w1", Steering.RUNNING));
    then(new Steer("nobody", Steering.DRAINING));
    then(lease("w1", IDLE, "t8"));
    wait.accept(61_000);
    then(lease("w1", IDLE, "t9"));
    then(complete(task(Steps.ENCODE, 2), "t9", 7));
    then(lease("w2", IDLE, "t10"));
    then(complete(task(Steps.JOIN, 0), "t10", 8));
  }

  private void endings() {
    then(new RecordingCommand.Pin("gate", true));
    then(new RecordingCommand.Delete("gate"));
    then(new Begin("second", "gate (1).mp4", "", blob(9)));
    then(new RecordingCommand.Pin("gate", false));
    then(new Begin("second", "gate (1).mp4", "", blob(9)));
    then(lease("w1", IDLE, "t11"));
    then(new RecordingCommand.Cancel("second"));
    then(new RecordingCommand.Retry("second"));
    then(lease("w1", IDLE, "t12"));
    then(new Fail(new TaskId("second", Steps.SPLIT, 0), "t12", "no video", Ending.FOR_GOOD));
    then(new RecordingCommand.Cancel("second"));
    then(new RecordingCommand.Retry("second"));
    then(new RecordingCommand.GiveUp("second", "no worker"));
    then(new RecordingCommand.GiveUp("second", "no worker again"));
    then(new RecordingCommand.Retry("second"));
    then(new RecordingCommand.Delete("second"));
    then(new RecordingCommand.Cancel("second"));
    then(new Steer("w3", Steering.DRAINING));
    guest();
    footage();
  }

  /** One that does only what is simple, and says untrue things of it. */
  private void guest() {
    var orders = List.of(new Order("a", List.of(), Steps.SCALE), new Order("b", List.of()));
    then(new Begin("fourth", "fourth", "", blob(9)));
    then(lease("w1", IDLE, "t13"));
    then(
        new Complete(
            new TaskId("fourth", Steps.SPLIT, 0),
            "t13",
            new TaskResult("facts", List.of(), orders)));
    for (int i = 0; i < WorkCommand.REJECTED_MAX; i++) {
      var name = i == 1 ? "guest@b:2" : "guest@a:1";
      var token = "g" + i;
      then(new Lease(name, IDLE, token, 2, List.of(Steps.SCALE)));
      then(new Fail(new TaskId("fourth", Steps.ENCODE, 0), token, "short", Ending.REJECTED));
    }
    then(new RecordingCommand.Delete("fourth"));
    again();
  }

  /** Done by two, who make the same, or not: then by a node; or by one where nobody else is. */
  private void again() {
    var orders =
        List.of(new Order("a", List.of()), new Order("b", List.of()), new Order("c", List.of()));
    then(new Begin("fifth", "fifth", "", blob(9)));
    then(lease("w1", IDLE, "t14"));
    then(
        new Complete(
            new TaskId("fifth", Steps.SPLIT, 0),
            "t14",
            new TaskResult("facts", List.of(), orders)));
    then(lease("w1", IDLE, "t15"));
    then(again(0, "t15", 1));
    then(again(1, "t15", 2));
    then(lease("w2", IDLE, "t16"));
    then(again(0, "t16", 1));
    then(again(1, "t16", 3));
    then(lease("w1", IDLE, "t17"));
    then(new Lease("n1", IDLE, "t18", 2, List.of(Steps.SETTLE)));
    then(again(1, "t18", 2));
    then(again(2, "t17", 4));
    wait.accept(16_000);
    then(new Command.Tick());
    then(new RecordingCommand.Delete("fifth"));
  }

  private static Complete again(int piece, String token, int output) {
    var made = new TaskResult("facts", List.of(blob(output)), List.of());
    return new Complete(new TaskId("fifth", Steps.ENCODE, piece), token, made, true);
  }

  private void footage() {
    for (int piece = 20; piece < 25; piece++) {
      then(new HoldBlob(blob(piece), piece, List.of(N1)));
    }
    then(film("film", 20, 0));
    then(film("film", 20, 0));
    then(film("film", 21, 10_000));
    then(film("film", 22, 15_000)); // begins before the last one ended
    then(film("film", 22, 60_000));
    then(film("next", 23, 70_000)); // ends the one before it
    then(lease("w1", IDLE, "t20"));
    then(
        new Complete(
            new TaskId("film", Steps.COMBINE, 0),
            "t20",
            new TaskResult("", List.of(blob(24)), List.of())));
    then(new RecordingCommand.Delete("film"));
    then(new RecordingCommand.Cancel("next"));
    then(new RecordingCommand.EndFootage("next"));
  }

  private static RecordingCommand film(String recording, int piece, int millis) {
    return new RecordingCommand.AddFootage(
        recording,
        "north " + recording,
        "",
        "north",
        new Footage.Piece(blob(piece), Instant.EPOCH.plusMillis(millis), 10_000, 250));
  }

  static String text(BlobCommand command) {
    return switch (command) {
      case HoldBlob hold ->
          "hold-blob %s %d %s".formatted(hold.blob(), hold.bytes(), hold.holders());
      case NeedBlob need -> "need-blob %s".formatted(need.blob());
      case LoseBlob lose -> "lose-blob %s %s".formatted(lose.blob(), lose.holder());
    };
  }

  static String text(WorkCommand command) {
    return switch (command) {
      case Lease lease ->
          "lease %s %s %d %s %s"
              .formatted(
                  lease.worker(),
                  lease.token(),
                  lease.count(),
                  text(lease.report()),
                  lease.steps());
      case Renew renew ->
          "renew %s %s %s %s"
              .formatted(
                  renew.worker(),
                  text(renew.report()),
                  renew.steps(),
                  renew.renewals().stream()
                      .map(it -> "%s %s %d".formatted(it.task(), it.token(), it.permille()))
                      .toList());
      case Complete complete ->
          "complete %s %s '%s' %s next %s%s"
              .formatted(
                  complete.task(),
                  complete.token(),
                  complete.result().text(),
                  complete.result().outputs(),
                  complete.result().next().stream()
                      .map(it -> "'%s' %s %s".formatted(it.text(), it.inputs(), it.also()))
                      .toList(),
                  complete.again() ? " again" : "");
      case Fail fail ->
          "fail %s %s '%s' %s".formatted(fail.task(), fail.token(), fail.reason(), fail.ending());
      case Steer steer -> "steer %s %s".formatted(steer.worker(), steer.steering());
    };
  }

  private static String text(WorkerReport report) {
    return "at %s slots %d load %d".formatted(report.address(), report.slots(), report.load());
  }

  static String text(RecordingCommand command) {
    return switch (command) {
      case Begin begin ->
          "begin-recording %s '%s' '%s' %s"
              .formatted(begin.recording(), begin.label(), begin.wanted(), begin.source());
      case RecordingCommand.Cancel cancel -> "cancel-recording " + cancel.recording();
      case RecordingCommand.Retry retry -> "retry-recording " + retry.recording();
      case RecordingCommand.Delete delete -> "delete-recording " + delete.recording();
      case RecordingCommand.Pin pin ->
          "pin-recording %s %b".formatted(pin.recording(), pin.pinned());
      case RecordingCommand.AddFootage add ->
          "add-footage %s '%s' '%s' of %s: %s"
              .formatted(add.recording(), add.label(), add.wanted(), add.camera(), add.piece());
      case RecordingCommand.GiveUp giveUp ->
          "give-up %s '%s'".formatted(giveUp.recording(), giveUp.reason());
      case RecordingCommand.EndFootage end -> "end-footage " + end.recording();
    };
  }

  static String text(WorkChange change) {
    return switch (change) {
      case WorkChange.TaskDone done -> "task-done %s by %s".formatted(done.task(), done.worker());
      case WorkChange.TaskFailed failed ->
          "task-failed %s by %s attempts %d '%s'"
              .formatted(failed.task(), failed.worker(), failed.attempts(), failed.reason());
      case WorkChange.TaskStuck stuck ->
          "task-stuck %s '%s'".formatted(stuck.task(), stuck.reason());
    };
  }

  static String text(RecordingChange change) {
    return switch (change) {
      case RecordingChange.RecordingChanged changed ->
          "recording-changed %s '%s' %s pieces %d done %d '%s'"
              .formatted(
                  changed.recording(),
                  changed.label(),
                  changed.status(),
                  changed.pieces(),
                  changed.done(),
                  changed.reason());
      case RecordingChange.RecordingDeleted deleted ->
          "recording-deleted %s '%s'".formatted(deleted.recording(), deleted.label());
    };
  }
}
