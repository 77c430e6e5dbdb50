package lotwatch.recordings.work;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
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
import lotwatch.wire.blobs.BlobsFullException;

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

  /** After this machine could not do a task, the first time; twice as long each further time. */
  private static final Duration REST_MIN = Duration.ofSeconds(5);

  private static final Duration REST_MAX = Duration.ofMinutes(5);

  /** How long the end of a task is waited for. */
  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

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
  private final List<Thread> threads = new ArrayList<>();
  private final Semaphore stopRenewing = new Semaphore(0);
  private volatile boolean closing;
  private volatile long restUntil = System.nanoTime();
  private volatile Duration rest = Duration.ZERO;

  /** A task at work. */
  private record Running(LeasedTask task, Thread thread, AtomicInteger permille) {}

  /**
   * @param name for the log
   * @param report what it says of itself now; its slots are how many tasks it does at a time
   * @param steps how each kind of task is done
   */
  public Worker(
      String name, Supplier<WorkerReport> report, TaskSource tasks, Map<String, StepWork> steps) {
    this.name = name;
    this.report = report;
    this.tasks = tasks;
    this.steps = Map.copyOf(steps);
  }

  /** Begins to look for work. */
  public void begin() {
    threads.add(
        Thread.ofPlatform().daemon().name("worker " + name).start(() -> loop(stop, this::look)));
    threads.add(
        Thread.ofPlatform()
            .daemon()
            .name("leases of " + name)
            .start(() -> loop(stopRenewing, this::renew)));
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

  private interface Turn {
    /** Does it once, and says how long until the next time. */
    Duration take() throws UnavailableException;
  }

  private void loop(Semaphore end, Turn turn) {
    var wait = Duration.ZERO;
    while (!pause(end, wait)) {
      try {
        wait = turn.take();
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
  private static boolean pause(Semaphore end, Duration wait) {
    try {
      return end.tryAcquire(wait.toNanos(), NANOSECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  private Duration look() throws UnavailableException {
    boolean rests = System.nanoTime() - restUntil < 0;
    return rests || !tasks.hasWaiting() || lease() ? LOOK : NOTHING_WAIT;
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
    var before = running.putIfAbsent(task.id(), new Running(task, thread, permille));
    if (before == null) {
      thread.start();
    } else {
      fail(task, name + " still ends its last try", Ending.GIVEN_BACK);
    }
  }

  private Duration renew() throws UnavailableException {
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
    return RENEW;
  }

  private void run(LeasedTask task, AtomicInteger permille) {
    try {
      var step = steps.get(task.id().step());
      if (step == null) {
        throw new IllegalStateException("no work of the kind " + task.id().step());
      }
      var result = step.run(task, value -> permille.set(Math.clamp(value, 0, 1_000)));
      rest = Duration.ZERO;
      complete(task, result);
    } catch (MediaException e) {
      if (e.kind() == MediaException.Kind.MACHINE) {
        rest();
      }
      fail(
          task, String.valueOf(e.getMessage()), e.worthRetrying() ? Ending.AGAIN : Ending.FOR_GOOD);
    } catch (FalseResultException e) {
      rest();
      fail(task, "%s: %s".formatted(name, e.getMessage()), Ending.REJECTED);
    } catch (BlobsFullException e) {
      rest();
      fail(task, "%s has no space: %s".formatted(name, e.getMessage()), Ending.NO_SPACE);
    } catch (IOException e) {
      boolean isStopped = Thread.interrupted() && closing;
      if (!isStopped) {
        rest();
      }
      fail(
          task,
          "%s could not: %s".formatted(name, e.getMessage()),
          isStopped ? Ending.GIVEN_BACK : Ending.AGAIN);
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

  /** This machine could not: it leaves tasks to others for a while, longer each time. */
  private void rest() {
    rest = rest.isZero() ? REST_MIN : min(rest.multipliedBy(2), REST_MAX);
    restUntil = System.nanoTime() + rest.toNanos();
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
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
    if (ending == Ending.NO_SPACE) {
      LOG.log(WARNING, "task {0} waits: {1}", task.id(), why);
    } else if (ending != Ending.GIVEN_BACK) {
      failed.incrementAndGet();
      LOG.log(INFO, "task {0} failed at {1}: {2}", task.id(), name, why);
    }
    var said = plain(why);
    try {
      tell(() -> tasks.fail(task, said, ending));
    } catch (InterruptedException e) {
      LOG.log(DEBUG, "what came of task {0} was not told", task.id());
    }
  }

  /** As the ledger takes it: what files of strangers make ffmpeg say is not always text. */
  private static String plain(String why) {
    var begin = why.substring(0, Math.min(why.length(), WorkCommand.REASON_LENGTH_MAX));
    var plain = begin.replaceAll("[\\p{Cc}\\p{Cs}]", " ").strip();
    return plain.isBlank() ? "no reason is known" : plain;
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
      for (var each : now) {
        each.thread.join(CLOSE_MAX);
      }
      stopRenewing.release();
      for (var each : threads) {
        each.join(CLOSE_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
