package lotwatch.lab.bench.recordings;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import lotwatch.lab.bench.FolderOption;
import lotwatch.lab.bench.Machine;
import lotwatch.lab.bench.Scratch;
import lotwatch.ledger.BlobCommand.HoldBlob;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.Order;
import lotwatch.ledger.RecordingCommand.Begin;
import lotwatch.ledger.Steps;
import lotwatch.ledger.TaskResult;
import lotwatch.ledger.Versions;
import lotwatch.ledger.WorkCommand;
import lotwatch.ledger.WorkCommand.Renewal;
import lotwatch.ledger.WorkerReport;
import lotwatch.recordings.work.LedgerTasks;
import lotwatch.replica.DataFolder;
import lotwatch.replica.Replica;
import lotwatch.replica.ReplicaSettings;
import lotwatch.wire.recordings.Recheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lotwatch bench leases}: what a lease costs as the number of workers grows. */
@Command(
    name = "leases",
    mixinStandardHelpOptions = true,
    header = "Leases per second, and processor time of each, as the number of workers grows.",
    description = {
      "",
      "In a node of its own whose log is synced. So many pieces wait all the time; workers that do",
      "nothing else lease one, say how far they are, and complete it. They take turns on ten",
      "threads, so that only their number changes. Processor time is that of the whole process.",
      ""
    })
public final class LeasesCommand implements Callable<Integer> {
  private static final int THREADS = 10;
  private static final int WARM_UP = 20_000;
  private static final long POLL_NANOS = 10_000_000;
  private static final BlobId SOURCE = new BlobId("a".repeat(64));
  private static final BlobId MADE = new BlobId("b".repeat(64));
  private static final WorkerReport IDLE = new WorkerReport("127.0.0.1", 1, 0);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--workers",
      split = ",",
      defaultValue = "10,100,1000",
      description = "How many workers; default ${DEFAULT-VALUE}.")
  private List<Integer> workers = List.of();

  @Option(
      names = "--waiting",
      defaultValue = "10000",
      description = "Pieces that wait at least; default ${DEFAULT-VALUE}.")
  private int waiting = 10_000;

  @Option(
      names = "--leases",
      defaultValue = "20000",
      description = "Leases of each run; default ${DEFAULT-VALUE}.")
  private int leases = 20_000;

  @Mixin private FolderOption folder = new FolderOption();

  /** Makes the command that picocli fills. */
  public LeasesCommand() {}

  private record Took(double wallSeconds, double cpuSeconds) {}

  @Override
  public Integer call() throws Exception {
    if (waiting < 0
        || leases < 1
        || waiting + leases > WorkCommand.TASKS_MAX
        || workers.stream().anyMatch(some -> some < THREADS || some > WorkCommand.WORKERS_MAX)) {
      throw new ParameterException(
          spec.commandLine(),
          "--waiting and --leases are together %d at most, --workers %d to %d each"
              .formatted(WorkCommand.TASKS_MAX, THREADS, WorkCommand.WORKERS_MAX));
    }
    System.out.println(Machine.text());
    System.out.println("warming up");
    measured(workers.getFirst(), WARM_UP, waiting);
    System.out.println("workers  leases/s  us CPU each  beside the first");
    double first = 0;
    for (int some : workers) {
      var took = measured(some, leases, waiting);
      double each = 1e6 * took.cpuSeconds / leases;
      first = first == 0 ? each : first;
      System.out.printf(
          Locale.ROOT,
          "%7d %9.0f %12.0f %13.2f x%n",
          some,
          leases / took.wallSeconds,
          each,
          each / first);
    }
    return 0;
  }

  private Took measured(int workers, int leases, int waiting) throws Exception {
    try (var scratch = Scratch.in(folder.path());
        var data = DataFolder.open(scratch.resolve("replica"));
        var replica = Replica.open(data, ReplicaSettings.single("bench"), InstantSource.system());
        var threads = Executors.newFixedThreadPool(THREADS)) {
      fill(replica, waiting + leases);
      var turns = IntStream.range(0, THREADS).mapToObj(_ -> new ArrayDeque<LedgerTasks>()).toList();
      for (int i = 0; i < workers; i++) {
        var each =
            new LedgerTasks("w" + i, List.of(Steps.ENCODE), replica, replica::view, Recheck.NONE);
        each.renew(IDLE, List.of()); // it joins
        turns.get(i % THREADS).add(each);
      }
      long begun = System.nanoTime();
      double begunCpu = cpuSeconds();
      var running =
          turns.stream()
              .<Future<?>>map(mine -> threads.submit(() -> work(mine, leases / THREADS)))
              .toList();
      for (var each : running) {
        each.get();
      }
      return new Took((System.nanoTime() - begun) / 1e9, cpuSeconds() - begunCpu);
    }
  }

  /** Each in its turn does one piece. */
  private static boolean work(ArrayDeque<LedgerTasks> turns, int leases) throws Exception {
    for (int i = 0; i < leases; i++) {
      var worker = turns.removeFirst();
      var task = worker.lease(IDLE, 1).getFirst();
      worker.renew(IDLE, List.of(new Renewal(task.id(), task.token(), 500)));
      if (!worker.complete(task, new TaskResult("", List.of(MADE), List.of()))) {
        throw new IllegalStateException("not completed: " + task);
      }
      turns.addLast(worker);
    }
    return true;
  }

  private static void fill(Replica replica, int pieces) throws Exception {
    while (replica.version() < Versions.NEWEST) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    for (var blob : List.of(SOURCE, MADE)) {
      replica.submit(new HoldBlob(blob, 1_000, List.of(new NodeId("bench"))), null);
    }
    var splitter =
        new LedgerTasks("splitter", List.of(Steps.SPLIT), replica, replica::view, Recheck.NONE);
    for (int left = pieces, job = 0; left > 0; left -= WorkCommand.TASKS_OF_JOB_MAX, job++) {
      replica.submit(new Begin("r" + job, "r" + job, "", SOURCE), null);
      var split = splitter.lease(IDLE, 1).getFirst();
      var orders =
          IntStream.range(0, Math.min(left, WorkCommand.TASKS_OF_JOB_MAX))
              .mapToObj(i -> new Order("piece " + i, List.of(SOURCE)))
              .toList();
      if (!splitter.complete(split, new TaskResult("", List.of(), orders))) {
        throw new IllegalStateException("not split: " + split);
      }
    }
  }

  private static double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }
}
