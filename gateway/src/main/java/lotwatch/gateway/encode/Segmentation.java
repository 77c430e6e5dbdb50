package lotwatch.gateway.encode;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.RecordingState;

/** Waits until recordings are cut into pieces. */
final class Segmentation {
  private final EventLog eventLog;
  private final Duration waitMax;

  Segmentation(EventLog eventLog, Duration waitMax) {
    this.eventLog = eventLog;
    this.waitMax = waitMax;
  }

  /**
   * Waits until it is, within a bound.
   *
   * @return why it could not be; empty if it was, was replaced, or takes longer
   */
  String await(String id) {
    var changes = new Semaphore(0);
    long deadline = System.nanoTime() + waitMax.toNanos();
    try (var _ = eventLog.listen(changes::release)) {
      while (true) {
        changes.drainPermits();
        var recording = eventLog.view().recording(id);
        // null also where this node has not heard of it yet
        if (recording != null && recording.status() != RecordingState.Status.SPLITTING) {
          return recording.status() == RecordingState.Status.FAILED ? recording.reason() : "";
        }
        long left = deadline - System.nanoTime();
        if (left <= 0 || !changes.tryAcquire(left, NANOSECONDS)) {
          return "";
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
