package lotwatch.node.films;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Footage;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.RecordingCommand;
import lotwatch.ledger.RecordingCommand.Delete;
import lotwatch.ledger.RecordingCommand.EndFootage;
import lotwatch.ledger.RecordingState;
import lotwatch.ledger.RecordingState.Status;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.View;
import lotwatch.media.camera.KeptVideo;
import lotwatch.node.placement.CameraPlan;

/**
 * Has the recordings of cameras end and go when it is time, on the node that leads: the oldest
 * first, never one that is pinned, never one that is being recorded.
 */
public final class FilmRetention implements AutoCloseable {
  /** A recording to which nothing was added for so long is ended. */
  static final Duration QUIET_MAX = Duration.ofMinutes(10);

  private static final System.Logger LOG = System.getLogger("lotwatch.node");
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
  private static final int MEBIBYTE_BITS = 20;

  private final Inbox inbox;
  private final EventLog eventLog;
  private final BooleanSupplier isLeading;
  private final Supplier<Map<CameraId, CameraPlan>> plan;
  private final InstantSource clock;
  private final Runnable removeFiles;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * What it needs of the node.
   *
   * @param isLeading whether this node leads
   * @param plan how each camera is configured now
   * @param removeFiles has this node look for files that nothing needs any more
   */
  public record Parts(
      Inbox inbox,
      EventLog eventLog,
      BooleanSupplier isLeading,
      Supplier<Map<CameraId, CameraPlan>> plan,
      InstantSource clock,
      Runnable removeFiles) {}

  public FilmRetention(Parts parts) {
    inbox = parts.inbox;
    eventLog = parts.eventLog;
    isLeading = parts.isLeading;
    plan = parts.plan;
    clock = parts.clock;
    removeFiles = parts.removeFiles;
    thread = Thread.ofPlatform().daemon().name("film-retention").unstarted(this::run);
  }

  /** Begins to look. */
  public void begin() {
    thread.start();
  }

  private void run() {
    while (!closed) {
      try {
        if (isLeading.getAsBoolean()) {
          for (var command : due(eventLog.view(), kept(), clock.instant())) {
            inbox.submit(command, null);
          }
        }
      } catch (UnavailableException _) {
        // who leads next looks next
      } catch (RuntimeException e) { // without it nothing would go any more
        LOG.log(WARNING, "old recordings of cameras cannot be deleted now", e);
      }
      LockSupport.parkNanos(this, LOOK_EVERY.toNanos());
    }
  }

  private Map<String, KeptVideo> kept() {
    return plan.get().values().stream()
        .filter(camera -> camera.settings().kept().isOn())
        .collect(
            Collectors.toMap(camera -> camera.settings().id(), camera -> camera.settings().kept()));
  }

  /** What is to be done now. */
  static List<RecordingCommand> due(View view, Map<String, KeptVideo> kept, Instant now) {
    var commands = new ArrayList<RecordingCommand>();
    filmed(view)
        .filter(each -> each.status() == Status.RECORDING)
        .filter(each -> footage(each).to().isBefore(now.minus(QUIET_MAX)))
        .forEach(each -> commands.add(new EndFootage(each.id())));
    kept.forEach((camera, how) -> commands.addAll(beyond(view, camera, how, now)));
    return commands;
  }

  private static List<RecordingCommand> beyond(
      View view, String camera, KeptVideo how, Instant now) {
    var commands = new ArrayList<RecordingCommand>();
    var all = filmed(view).filter(each -> footage(each).camera().equals(camera)).toList();
    long bytes = all.stream().mapToLong(each -> bytes(view, each)).sum();
    long bytesMax = (long) how.mebibytesMax() << MEBIBYTE_BITS;
    var oldest = now.minus(Duration.ofDays(how.days()));
    for (var each : all) {
      if (mayGo(each) && (bytes > bytesMax || footage(each).to().isBefore(oldest))) {
        commands.add(new Delete(each.id()));
        bytes -= bytes(view, each);
      }
    }
    return commands;
  }

  /** All that cameras have recorded, the oldest first. */
  private static Stream<RecordingState> filmed(View view) {
    return view.recordings().stream()
        .filter(each -> each.footage() != null)
        .sorted(Comparator.comparing(each -> footage(each).from()));
  }

  private static Footage footage(RecordingState recording) {
    return Objects.requireNonNull(recording.footage());
  }

  private static boolean mayGo(RecordingState recording) {
    return !recording.pinned() && recording.status() != Status.RECORDING;
  }

  private static long bytes(View view, RecordingState recording) {
    var pieces = footage(recording).pieces().stream().map(Footage.Piece::blob);
    return Stream.concat(pieces, Stream.ofNullable(recording.result()))
        .map(view::blob)
        .filter(Objects::nonNull)
        .mapToLong(blob -> blob.bytes())
        .sum();
  }

  /** Deletes the oldest recording of any camera that may go, on any node: a disk is full. */
  public void makeSpace() {
    filmed(eventLog.view())
        .filter(FilmRetention::mayGo)
        .findFirst()
        .ifPresent(oldest -> {
          LOG.log(INFO, "makes space: deletes the recording {0}", oldest.label());
          try {
            inbox.submit(new Delete(oldest.id()), null);
          } catch (UnavailableException e) {
            LOG.log(WARNING, "space cannot be made now: {0}", e.getMessage());
          }
        });
    removeFiles.run();
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
