package lotwatch.ledger;

import static java.util.Objects.requireNonNull;
import static lotwatch.ledger.WorkCommand.Steering.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import lotwatch.ledger.BlobCommand.HoldBlob;
import lotwatch.ledger.BlobCommand.LoseBlob;
import lotwatch.ledger.Command.RaiseVersion;
import lotwatch.ledger.Command.Tick;
import lotwatch.ledger.RecordingCommand.Begin;
import lotwatch.ledger.RecordingCommand.Cancel;
import lotwatch.ledger.RecordingCommand.Delete;
import lotwatch.ledger.RecordingCommand.Pin;
import lotwatch.ledger.RecordingCommand.Retry;
import lotwatch.ledger.RecordingState.Status;
import lotwatch.ledger.WorkChange.TaskDone;
import lotwatch.ledger.WorkCommand.Complete;
import lotwatch.ledger.WorkCommand.Ending;
import lotwatch.ledger.WorkCommand.Fail;
import lotwatch.ledger.WorkCommand.Lease;
import lotwatch.ledger.WorkCommand.Renew;
import lotwatch.ledger.WorkCommand.Renewal;
import lotwatch.ledger.WorkCommand.Steer;
import lotwatch.ledger.WorkCommand.Steering;
import lotwatch.ledger.WorkState.Done;
import lotwatch.ledger.WorkState.Leased;
import lotwatch.ledger.WorkState.Rechecks;
import lotwatch.ledger.WorkState.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of blobs, work and recordings after any commands whatever. */
class WorkPropertyTest {
  private static final int COMMANDS = 1_500;

  /** {@code -Dseed=42} runs one case again. */
  static LongStream seeds() {
    var seed = Long.getLong("seed");
    return seed == null ? LongStream.range(0, 20) : LongStream.of(seed);
  }

  /** Commands whose tokens are right as often as not: they are read from the view. */
  private static final class Crowd {
    private final Random random;
    private final Ledger ledger = new Ledger();
    private final List<Entry> entries = new ArrayList<>();
    private java.time.Instant now = Campus.NOON;

    Crowd(long seed) {
      random = new Random(seed);
    }

    Answer next() {
      now = now.plusMillis(random.nextInt(random.nextInt(200) == 0 ? 4_000_000 : 1_500));
      var entry = new Entry(now, null, entries.isEmpty() ? new RaiseVersion(7) : command());
      entries.add(entry);
      return ledger.apply(entry);
    }

    private Command command() {
      return switch (random.nextInt(16)) {
        case 0, 1, 2 -> new HoldBlob(blob(), 7, List.of(node()));
        case 3 -> new LoseBlob(blob(), node());
        case 4 -> new Begin("r" + random.nextInt(40), "l" + random.nextInt(20), "", blob());
        case 5 -> random.nextInt(4) == 0 ? ending() : complete();
        case 6, 7, 8 ->
            new Lease(
                worker(), report(), "t" + random.nextInt(300), 1 + random.nextInt(4), steps());
        case 9 -> renew();
        case 10, 11, 12 -> complete();
        case 13 -> random.nextInt(4) == 0 ? fail() : complete();
        case 14 -> new Steer(worker(), random.nextInt(4) > 0 ? RUNNING : one(Steering.values()));
        default -> new Tick();
      };
    }

    private Command ending() {
      var recording = "r" + random.nextInt(40);
      return switch (random.nextInt(4)) {
        case 0 -> new Cancel(recording);
        case 1 -> new Delete(recording);
        case 2 -> new Retry(recording);
        default -> new Pin(recording, random.nextInt(3) == 0);
      };
    }

    private BlobId blob() {
      return LedgerWithWork.blob(random.nextInt(30));
    }

    private NodeId node() {
      return new NodeId("n" + random.nextInt(3));
    }

    private String worker() {
      return "w" + random.nextInt(4);
    }

    private WorkerReport report() {
      return new WorkerReport("w:1", 1 + random.nextInt(3), 500 * random.nextInt(8));
    }

    private List<String> steps() {
      return switch (random.nextInt(7)) {
        case 2 -> List.of(Steps.SETTLE);
        case 0 -> List.of(one(Steps.ALL.toArray(String[]::new)));
        case 1 -> List.of(Steps.SCALE);
        default -> Steps.ALL;
      };
    }

    private String also() {
      return random.nextBoolean() ? Steps.SCALE : "";
    }

    private <T> T one(T[] all) {
      return all[random.nextInt(all.length)];
    }

    private List<Task> leased() {
      return tasks(ledger).stream().filter(task -> task.phase() instanceof Leased).toList();
    }

    private Command renew() {
      var renewals =
          leased().stream()
              .filter(_ -> random.nextBoolean())
              .limit(WorkCommand.LEASES_MAX)
              .map(task -> new Renewal(task.id(), token(task), random.nextInt(1001)))
              .toList();
      return new Renew(worker(), report(), steps(), renewals);
    }

    private String token(Task task) {
      return random.nextInt(5) > 0 ? ((Leased) task.phase()).token() : "t" + random.nextInt(300);
    }

    private Command complete() {
      var leased = leased();
      if (leased.isEmpty()) {
        return new Tick();
      }
      var task = leased.get(random.nextInt(leased.size()));
      var next =
          task.id().step().equals(Steps.SPLIT)
              ? IntStream.range(0, random.nextInt(5))
                  .mapToObj(i -> new Order("piece " + i, List.of(blob(), blob()), also()))
                  .toList()
              : List.<Order>of();
      var outputs = random.nextInt(4) == 0 ? List.<BlobId>of() : List.of(blob(), blob());
      var how = random.nextInt(3) == 0 ? "by other means" : "";
      var result = new TaskResult(how, repeated(task, outputs), next);
      return new Complete(task.id(), token(task), result, random.nextInt(3) == 0);
    }

    /** What somebody else has made of it, as often as not. */
    private List<BlobId> repeated(Task task, List<BlobId> outputs) {
      return task.claims().isEmpty() || random.nextBoolean()
          ? outputs
          : task.claims().getFirst().result().outputs();
    }

    private Command fail() {
      var leased = leased();
      if (leased.isEmpty()) {
        return new Tick();
      }
      var task = leased.get(random.nextInt(leased.size()));
      return new Fail(task.id(), token(task), "why", one(Ending.values()));
    }
  }

  private static List<Task> tasks(Ledger ledger) {
    return ledger.save().parts().stream()
        .filter(Task.class::isInstance)
        .map(Task.class::cast)
        .toList();
  }

  private static Map<BlobId, Integer> uses(Ledger ledger) {
    var uses = new HashMap<BlobId, Integer>();
    for (var recording : ledger.view().recordings()) {
      uses.merge(recording.source(), 1, Integer::sum);
      if (recording.result() != null) {
        uses.merge(recording.result(), 1, Integer::sum);
      }
    }
    for (var task : tasks(ledger)) {
      var used =
          task.phase() instanceof Done done ? done.result().outputs() : task.order().inputs();
      used.forEach(blob -> uses.merge(blob, 1, Integer::sum));
      for (var claim : task.claims()) {
        claim.result().outputs().forEach(blob -> uses.merge(blob, 1, Integer::sum));
      }
    }
    return uses;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyUseOfEveryBlobIsCountedAndNoneThatIsUsedIsForgotten(long seed) {
    var crowd = new Crowd(seed);
    long joined = 0;
    for (int n = 0; n < COMMANDS; n++) {
      joined +=
          crowd.next().events().stream()
              .filter(event -> event.change() instanceof TaskDone)
              .filter(event -> ((TaskDone) event.change()).task().step().equals(Steps.JOIN))
              .count();
      var uses = uses(crowd.ledger);
      for (var blob : crowd.ledger.view().blobs()) {
        assertThat(blob.uses()).isEqualTo(uses.getOrDefault(blob.id(), 0));
        assertThat(blob.unusedSince() == null).isEqualTo(blob.uses() > 0);
        uses.remove(blob.id());
      }
      assertThat(uses).isEmpty();
    }
    assertThat(joined).as("the case is worth something").isPositive();
  }

  @Test
  void casesHoldAllThatCanComeOfTasksThatAreDoneAgain() {
    var all = new ArrayList<Rechecks>();
    for (int seed = 0; seed < 20; seed++) {
      var crowd = new Crowd(seed);
      IntStream.range(0, COMMANDS).forEach(_ -> crowd.next());
      all.add(crowd.ledger.view().rechecks());
    }
    assertThat(all).anyMatch(it -> it.same() > 0).anyMatch(it -> it.different() > 0);
    assertThat(all).anyMatch(it -> it.unlike() > 0).anyMatch(it -> it.unchecked() > 0);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyLeaseIsItsWorkersAndEveryTaskIsOfARecordingAtThatStep(long seed) {
    var crowd = new Crowd(seed);
    for (int n = 0; n < COMMANDS; n++) {
      crowd.next();
      var leases = new HashMap<String, List<TaskId>>();
      for (var task : tasks(crowd.ledger)) {
        if (task.phase() instanceof Leased leased) {
          leases.computeIfAbsent(leased.worker(), _ -> new ArrayList<>()).add(task.id());
        }
        var recording = requireNonNull(crowd.ledger.view().recording(task.id().job()));
        assertThat(recording.status()).isEqualTo(status(task.id().step()));
      }
      for (var worker : crowd.ledger.view().workers()) {
        assertThat(worker.tasks()).isEqualTo(leases.getOrDefault(worker.name(), List.of()));
      }
      assertThat(crowd.ledger.view().due()).isAfter(crowd.ledger.view().at());
    }
  }

  private static Status status(String step) {
    return switch (step) {
      case Steps.SPLIT -> Status.SPLITTING;
      case Steps.ENCODE -> Status.ENCODING;
      case Steps.JOIN -> Status.JOINING;
      default -> throw new AssertionError(step);
    };
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void restoredLedgerGoesOnAsIfNothingHadHappened(long seed) {
    var crowd = new Crowd(seed);
    int cut = new Random(seed).nextInt(COMMANDS);
    for (int n = 0; n < cut; n++) {
      crowd.next();
    }
    var restored = Ledger.restore(crowd.ledger.save());
    for (int n = cut; n < COMMANDS; n++) {
      var answer = crowd.next();
      assertThat(restored.apply(crowd.entries.getLast())).isEqualTo(answer);
    }
    assertThat(restored.save()).isEqualTo(crowd.ledger.save());
  }
}
