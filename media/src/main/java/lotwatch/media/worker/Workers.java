package lotwatch.media.worker;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import lotwatch.media.intake.Intake;
import lotwatch.wire.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Threads that take the next frame from the intake, have it looked at, and pass on what is seen.
 */
public final class Workers implements AutoCloseable {
  /** More threads than this do not look faster on any machine we know. */
  public static final int THREADS_MAX = 256;

  /** A worker that is longer with one frame is stuck; the slowest machine we know needs 2 s. */
  public static final Duration FRAME_WAIT_MAX = Duration.ofSeconds(30);

  private static final System.Logger LOG = System.getLogger("lotwatch.media");

  private final Intake intake;
  private final Looker looker;
  private final Consumer<Observation> told;
  private final List<Worker> threads = new ArrayList<>();
  private final Map<String, Counts> counts = new ConcurrentHashMap<>();

  /** One thread, and since when it has been with its frame, by {@link System#nanoTime}. */
  private static final class Worker {
    private static final long IDLE = Long.MIN_VALUE;

    private final Thread thread;
    private volatile long busySinceNanos = IDLE;

    private Worker(Workers all, int number) {
      this.thread =
          Thread.ofPlatform().daemon().name("worker-" + number).unstarted(() -> all.work(this));
    }

    private boolean isStuck(Duration longerThan) {
      long since = busySinceNanos;
      boolean isBusy = since != IDLE && System.nanoTime() - since > longerThan.toNanos();
      return isBusy || !thread.isAlive();
    }
  }

  /**
   * How one camera's frames were looked at.
   *
   * @param looked frames that something was said about
   * @param failed frames at which looking, or passing on what was seen, failed
   * @param age of the last frame when what was seen in it had been passed on, since it came
   * @param ageMax the largest such age
   */
  public record Counts(long looked, long failed, Duration age, Duration ageMax) {
    /** Of a camera none of whose frames has been looked at. */
    public static final Counts NONE = new Counts(0, 0, Duration.ZERO, Duration.ZERO);

    private Counts worked(Duration now) {
      return new Counts(looked + 1, failed, now, now.compareTo(ageMax) > 0 ? now : ageMax);
    }

    private Counts failedOnce() {
      return new Counts(looked, failed + 1, age, ageMax);
    }
  }

  private Workers(Intake intake, Looker looker, Consumer<Observation> told) {
    this.intake = intake;
    this.looker = looker;
    this.told = told;
  }

  /**
   * Starts the threads.
   *
   * @param count 1 to {@value #THREADS_MAX}
   * @param told is given what was seen; called by several threads, but for one camera by one at a
   *     time and in the order of its frames
   */
  public static Workers start(Intake intake, Looker looker, Consumer<Observation> told, int count) {
    if (count < 1 || count > THREADS_MAX) {
      throw new IllegalArgumentException(
          "workers are 1 to %d, not %d".formatted(THREADS_MAX, count));
    }
    var workers = new Workers(intake, looker, told);
    for (int i = 0; i < count; i++) {
      workers.threads.add(new Worker(workers, i));
    }
    workers.threads.forEach(worker -> worker.thread.start());
    return workers;
  }

  /** How many threads there are. */
  public int count() {
    return threads.size();
  }

  /** The numbers, from 1, of the threads that have ended or are this long with one frame. */
  public List<Integer> stuck(Duration longerThan) {
    return IntStream.rangeClosed(1, threads.size())
        .filter(number -> threads.get(number - 1).isStuck(longerThan))
        .boxed()
        .toList();
  }

  /** How a camera's frames were looked at; empty before the first. */
  public Optional<Counts> counts(String camera) {
    return Optional.ofNullable(counts.get(camera));
  }

  /** Forgets a camera that is gone. */
  public void forget(String camera) {
    counts.remove(camera);
  }

  /** Stops, after the frames that are being looked at. */
  @Override
  public void close() {
    threads.forEach(worker -> worker.thread.interrupt());
    for (var worker : threads) {
      try {
        worker.thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void work(Worker worker) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        try (var lease = intake.take()) {
          worker.busySinceNanos = System.nanoTime();
          look(lease);
        } finally {
          worker.busySinceNanos = Worker.IDLE;
        }
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  /** Whatever goes wrong with one frame, errors of native code included, the next may go well. */
  private void look(Intake.Lease lease) {
    var camera = lease.camera();
    try {
      told.accept(looker.look(camera, lease.frame()));
      var age = lease.age();
      counts.compute(camera, (_, before) -> orNone(before).worked(age));
    } catch (RuntimeException | Error e) {
      var failed = counts.compute(camera, (_, before) -> orNone(before).failedOnce()).failed();
      if (Long.bitCount(failed) == 1) {
        LOG.log(WARNING, "Camera " + camera + ": " + failed + " frames could not be judged", e);
      }
    }
  }

  private static Counts orNone(@Nullable Counts counts) {
    return counts == null ? Counts.NONE : counts;
  }
}
