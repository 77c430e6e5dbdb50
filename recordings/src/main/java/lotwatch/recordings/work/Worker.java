package lotwatch.recordings.work;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import lotwatch.ledger.TaskId;
import lotwatch.ledger.TaskResult;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.WorkCommand;
import lotwatch.ledger.WorkCommand.Ending;
import lotwatch.ledger.WorkCommand.Renewal;
import lotwatch.ledger.WorkerReport;
import lotwatch.recordings.media.MediaException;
import org.jspecify.annotations.Nullable;

/**
 * One who does tasks, several at a time: leases what waits, keeps its leases while it is at work,
 * and lets go of what is not its own any more.
 */
public final class Worker implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("lotwatch.recordings");

  /** Between two looks whether something waits. */
  private static final Duration LOOK = Duration.ofMillis(200);

  /** After a lease that gave nothing. */
  private static final Duration NOTHING_WAIT = Duration.ofSeconds(1);

  /** Three tries within a lease. */
  private static final Duration RENEW = WorkCommand.LEASE.dividedBy(3);

  /** How long what came of a task is told again and again, when nobody answers. */
  private static final Duration TELL_MAX = Duration.ofMinutes(5);

  private final String name;
  private final Supplier<WorkerReport> report;
  private final TaskSource tasks;
  private final Map<String, StepWork> steps;
  private final Map<TaskId, Running> running = new ConcurrentHashMap<>();
  private final Semaphore stop = new Semaphore(0);
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private @Nullable Thread thread;
  private volatile boolean closing;

  /** A task at work. */
  private record Running(LeasedTask task, Thread thread, AtomicInteger permille) {}

  /**
   * @param name for the log
   * @param report what it says of itself now; its slots are how many tasks it does at a time
   * @param steps how each kind of task is done
   */
  public Worker(
      String name,
      Supplier<WorkerReport> report,
      TaskSource tasks,
      Map<String, StepWork> steps) {
    this.name = name;
    this.report = report;
    this.tasks = tasks;
    this.steps = Map.copyOf(steps);
  }

  /** Begins to look for work. */
  public void begin() {
    thread = Thread.ofPlatform().daemon().name("worker " + name).start(this::loop);
  }

  /** Tasks that it has now. */
  public int busy() {
    return running.size();
  }

  /** Tasks that it did. */
  public long done() {
    return done.get();
  }

  /** Tasks that came to nothing here. */
  public long failed() {
    return failed.get();
  }

  private void loop() {
    long renewAt = System.nanoTime();
    long leaseAt = System.nanoTime();
    var wait = Duration.ZERO;
    while (!pause(wait)) {
      wait = LOOK;
      try {
        if (System.nanoTime() - renewAt >= 0) {
          renewAt = System.nanoTime() + RENEW.toNanos();
          renew();
        }
        if (System.nanoTime() - leaseAt >= 0 && tasks.hasWaiting() && !lease()) {
          leaseAt = System.nanoTime() + NOTHING_WAIT.toNanos();
        }
      } catch (UnavailableException e) {
        LOG.log(DEBUG, "worker {0} waits: {1}", name, e.getMessage());
        wait = NOTHING_WAIT;
      } catch (RuntimeException e) {
        LOG.log(WARNING, "worker " + name + " goes on after a fault", e);
        wait = NOTHING_WAIT;
      }
    }
  }

  /** Whether it is to stop, after so long. */
  private boolean pause(Duration wait) {
    try {
      return stop.tryAcquire(wait.toNanos(), java.util.concurrent.TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** Whether it got something, or had no slot free. */
  private boolean lease() throws UnavailableException {
    var now = report.get();
    int free = now.slots() - running.size();
    if (free <= 0) {
      return true;
    }
    var leased = tasks.lease(now, Math.min(free, WorkCommand.LEASES_MAX));
    leased.forEach(this::start);
    return !leased.isEmpty();
  }

  private void start(LeasedTask task) {
    var permille = new AtomicInteger();
    var thread =
        Thread.ofPlatform().daemon().name("task " + task.id()).unstarted(() -> run(task, permille));
    running.put(task.id(), new Running(task, thread, permille));
    thread.start();
  }

  private void renew() throws UnavailableException {
    var now = List.copyOf(running.values());
    var renewals =
        now.stream()
            .map(it -> new Renewal(it.task.id(), it.task.token(), it.permille.get()))
            .toList();
    var mine = tasks.renew(report.get(), renewals);
    for (var each : now) {
      if (!mine.contains(each.task.id())) {
        LOG.log(INFO, "task {0} is not {1}''s any more", each.task.id(), name);
        each.thread.interrupt();
      }
    }
  }

  private void run(LeasedTask task, AtomicInteger permille) {
    try {
      var step = steps.get(task.id().step());
      if (step == null) {
        throw new IllegalStateException("no work of the kind " + task.id().step());
      }
      var result =
          step.run(task, value -> permille.set(Math.clamp(value, 0, 1_000)));
      complete(task, result);
    } catch (MediaException e) {
      fail(task, String.valueOf(e.getMessage()), e.worthRetrying() ? Ending.AGAIN : Ending.FOR_GOOD);
    } catch (IOException e) {
      fail(task, "%s could not: %s".formatted(name, e.getMessage()), Ending.AGAIN);
    } catch (InterruptedException e) {
      if (closing) {
        fail(task, name + " stops", Ending.GIVEN_BACK);
      }
    } catch (RuntimeException e) {
      LOG.log(WARNING, "task " + task.id() + " failed", e);
      fail(task, "%s could not: %s".formatted(name, e), Ending.AGAIN);
    } finally {
      running.remove(task.id());
    }
  }

  private void complete(LeasedTask task, TaskResult result) throws InterruptedException {
    tell(() -> {
      if (tasks.complete(task, result)) {
        done.incrementAndGet();
      } else {
        LOG.log(INFO, "task {0} is not {1}''s any more", task.id(), name);
      }
    });
  }

  private void fail(LeasedTask task, String why, Ending ending) {
    if (ending != Ending.GIVEN_BACK) {
      failed.incrementAndGet();
      LOG.log(INFO, "task {0} failed at {1}: {2}", task.id(), name, why);
    }
    var reason =
        why.isBlank() ? "no reason is known" : why.replaceAll("\\p{Cntrl}", " ").strip();
    var said = reason.substring(0, Math.min(reason.length(), WorkCommand.REASON_LENGTH_MAX));
    try {
      tell(() -> tasks.fail(task, said, ending));
    } catch (InterruptedException e) {
      LOG.log(DEBUG, "what came of task {0} was not told", task.id());
    }
  }

  private interface Telling {
    void tell() throws UnavailableException;
  }

  /** Tells until somebody answers; who is told twice knows it. */
  private void tell(Telling telling) throws InterruptedException {
    long deadline = System.nanoTime() + TELL_MAX.toNanos();
    while (true) {
      try {
        telling.tell();
        return;
      } catch (UnavailableException e) {
        if (closing || System.nanoTime() - deadline >= 0) {
          LOG.log(INFO, "worker {0} gives up telling: {1}", name, e.getMessage());
          return;
        }
        Thread.sleep(NOTHING_WAIT);
      }
    }
  }

  /** Ends its tasks and gives them back. */
  @Override
  public void close() {
    closing = true;
    stop.release();
    var now = List.copyOf(running.values());
    now.forEach(it -> it.thread.interrupt());
    try {
      if (thread != null) {
        thread.join(Duration.ofSeconds(5));
      }
      for (var each : now) {
        each.thread.join(Duration.ofSeconds(5));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
