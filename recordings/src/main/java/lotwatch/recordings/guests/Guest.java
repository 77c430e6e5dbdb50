package lotwatch.recordings.guests;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import lotwatch.ledger.WorkerReport;
import lotwatch.recordings.work.FalseResultException;
import lotwatch.recordings.work.LeasedTask;
import lotwatch.wire.proto.replication.DistributeShardRequest;
import lotwatch.wire.proto.replication.NodeStatsResponse;
import lotwatch.wire.proto.replication.ProcessShardResponse;
import lotwatch.wire.recordings.GuestDesk;

/** One guest, as far as this node knows it: whether it answers, how busy it is, what it has. */
final class Guest implements AutoCloseable {
  /**
   * Pieces and results that are on their way to or from any guests at a time: each is in memory.
   */
  private static final int TRANSFERS_MAX = 2;

  private static final Semaphore TRANSFERS = new Semaphore(TRANSFERS_MAX);

  private static final Duration LOOK = Duration.ofMillis(500);
  private static final double LOADED = 1_000;
  private static final double PERCENT = 10;

  private final String address;
  private final String via;
  private final Timing timing;
  private final GuestCalls calls;
  private final Map<String, CompletableFuture<Boolean>> shards = new ConcurrentHashMap<>();
  private final AtomicInteger busy = new AtomicInteger();
  private volatile String self;
  private volatile String process = "";
  private volatile long answeredAt = System.nanoTime();
  private volatile boolean isKnown;
  private volatile double load;
  private volatile boolean isScored;
  private volatile int term;

  /**
   * How long things may take.
   *
   * @param visit from one look at a guest to the next
   * @param silence a guest that does not answer for so long gets nothing, and what it has goes to
   *     others
   * @param report how long a guest may take for a piece
   * @param absence a guest that does not answer for so long is forgotten
   */
  record Timing(Duration visit, Duration silence, Duration report, Duration absence) {
    /** Two missed answers are none. */
    static final Timing USUAL =
        new Timing(
            Duration.ofSeconds(5),
            Duration.ofSeconds(14),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10));
  }

  /**
   * @param self where it reaches this node
   * @param via this node
   */
  Guest(String address, String self, String via, Timing timing) {
    this.address = address;
    this.self = self;
    this.via = via;
    this.timing = timing;
    calls = new GuestCalls(address);
  }

  String address() {
    return address;
  }

  String name() {
    return GuestDesk.PREFIX + address;
  }

  /** It says where it reaches this node. */
  void reaches(String at) {
    self = at;
  }

  /** Whether it answered lately. */
  boolean isThere() {
    return isKnown && System.nanoTime() - answeredAt < timing.silence().toNanos();
  }

  /** Whether it was not there for so long that it is forgotten. */
  boolean isLost() {
    return System.nanoTime() - answeredAt >= timing.absence().toNanos();
  }

  /** What the ledger is told of it. */
  WorkerReport report() {
    var thousandths = Math.clamp(Math.round(load), 0, WorkerReport.LOAD_MAX);
    return new WorkerReport(address + " via " + via, 1, thousandths);
  }

  /** It says how busy its machine is; what it does for us is not counted. */
  void scored(double loadAverage, double ioWait) {
    isScored = true;
    load = LOADED * Math.max(0, loadAverage - busy.get()) + PERCENT * Math.max(0, ioWait);
  }

  /**
   * Asks it how it is, and tells it who leads.
   *
   * @param ours our term; it may know a higher one of its own elections
   * @throws StatusRuntimeException if it does not answer
   */
  void visit(String node, int ours) {
    var stats = calls.stats();
    note(stats);
    answeredAt = System.nanoTime();
    isKnown = true;
    var follows = stats.getCurrentMasterAddress().equals(self) && !stats.getIsMaster();
    term = Math.max(term, Math.max(ours, stats.getCurrentTerm() + (follows ? 0 : 1)));
    calls.announce(self, node, term);
  }

  private void note(NodeStatsResponse stats) {
    if (!stats.getNodeId().equals(process)) {
      process = stats.getNodeId();
      shards
          .values()
          .forEach(it ->
              it.completeExceptionally(new IOException("%s was started anew".formatted(name()))));
    }
    if (!isScored && busy.get() == 0) {
      load = PERCENT * Math.max(0, stats.getCpuUtilization());
    }
  }

  /** Tells it who else is there. */
  void tellNodes(List<String> nodes) {
    calls.tellNodes(self, nodes);
  }

  /** It has ended its work on a piece; false if it never had that. */
  boolean reported(String shard, boolean isDone) {
    var waiting = shards.get(shard);
    return waiting != null && (waiting.complete(isDone) || waiting.isDone());
  }

  /** Has a piece encoded by it. */
  void encode(LeasedTask task, Path shard, Path made, int width, int height, int pieces)
      throws IOException, InterruptedException {
    // a new name each time: what it says of an earlier try is of no meaning
    var id =
        "%s-%d-%s.mkv".formatted(task.id().job(), task.id().index(), task.token().substring(0, 12));
    var report = new CompletableFuture<Boolean>();
    shards.put(id, report);
    busy.incrementAndGet();
    try {
      send(task, id, report, shard, width, height, pieces);
      await(report);
      fetch(id, made);
    } finally {
      busy.decrementAndGet();
      shards.remove(id);
    }
  }

  private void send(
      LeasedTask task,
      String id,
      CompletableFuture<Boolean> report,
      Path shard,
      int width,
      int height,
      int pieces)
      throws IOException, InterruptedException {
    TRANSFERS.acquire();
    try {
      var request =
          DistributeShardRequest.newBuilder()
              .setVideoId(task.id().job())
              .setShardId(id)
              .setShardData(UnsafeByteOperations.unsafeWrap(Files.readAllBytes(shard)))
              .setShardIndex(task.id().index())
              .setTotalShards(pieces)
              .setTargetWidth(width)
              .setTargetHeight(height)
              .setOriginalFilename(id)
              .build();
      Futures.addCallback(
          calls.process(request, timing.report()),
          new Accepted(report),
          MoreExecutors.directExecutor());
    } finally {
      TRANSFERS.release();
    }
  }

  /** One version answers at once, the other when it has done the work: both report as well. */
  private final class Accepted implements FutureCallback<ProcessShardResponse> {
    private final CompletableFuture<Boolean> report;

    Accepted(CompletableFuture<Boolean> report) {
      this.report = report;
    }

    @Override
    public void onSuccess(ProcessShardResponse answer) {
      if (!answer.getSuccess()) {
        report.completeExceptionally(
            new IOException("%s does not take it: %s".formatted(name(), answer.getMessage())));
      }
    }

    @Override
    public void onFailure(Throwable why) {
      report.completeExceptionally(
          new IOException("%s does not take it: %s".formatted(name(), why.getMessage())));
    }
  }

  private void await(CompletableFuture<Boolean> report) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + timing.report().toNanos();
    while (System.nanoTime() - deadline < 0) {
      if (!isThere()) {
        throw new IOException(name() + " does not answer");
      }
      try {
        if (!report.get(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IOException(name() + " says that it could not");
        }
        return;
      } catch (TimeoutException _) {
        // looks again whether it is there
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException why ? why : new IOException(e.getCause());
      }
    }
    throw new FalseResultException(
        "took a piece and did not say in %d s what became of it"
            .formatted(timing.report().toSeconds()));
  }

  private void fetch(String id, Path made) throws IOException, InterruptedException {
    TRANSFERS.acquire();
    try {
      var answer = calls.fetch(id);
      if (!answer.getSuccess()) {
        throw new FalseResultException("has no result of what it said it did");
      }
      try (var out = Files.newOutputStream(made)) {
        answer.getShardData().writeTo(out);
      }
    } catch (StatusRuntimeException e) {
      throw new IOException("%s does not give its result: %s".formatted(name(), e.getMessage()), e);
    } finally {
      TRANSFERS.release();
    }
  }

  @Override
  public void close() {
    calls.close();
  }
}
