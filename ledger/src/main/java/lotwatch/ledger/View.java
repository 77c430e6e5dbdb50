package lotwatch.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import lotwatch.sessions.Session;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's state for readers of any thread. Each lot and each camera is an immutable record and
 * correct in itself; two of them may be one command apart.
 */
public interface View {
  /** The last event that is in this view; 0 before the first. */
  long sequence();

  /**
   * Which history the sequence is of: another data folder has another. Empty while the cluster is
   * at version 1.
   */
  String history();

  /** The ledger's time: that of the last command. */
  Instant at();

  /**
   * When the next {@link Command.Tick} has something to do; {@link Instant#MAX} if nothing waits.
   */
  Instant due();

  Policy policy();

  /** All lots, by id. */
  Collection<LotView> lots();

  @Nullable LotView lot(LotId lot);

  /** All cameras, by id. */
  Collection<CameraView> cameras();

  @Nullable CameraView camera(CameraId camera);

  /** The configuration in force; {@link Revision#NONE} before the first. */
  Revision configuration();

  /** The newest report of this reporter; null if there is none. */
  @Nullable ReportState report(String reporter);

  /** All services that were ever heard, by name. */
  Collection<ServiceState> services();

  /** How far each named consumer of events is, by name. */
  Collection<PositionState> positions();

  /** How far the consumer of this name is; null if there is none. */
  @Nullable PositionState position(String name);

  /** The parking sessions that are open, by plate and location. */
  Collection<Session> sessions();

  /** Those that have ended, the newest {@value SessionCommand#ENDED_MAX}, the oldest first. */
  List<SessionState.Ended> endedSessions();

  /** How many sightings and ended sessions there were. */
  SessionState.Totals sessionTotals();

  /** How many sessions are open that somebody else computes. */
  int takenSessions();

  /** The partitions of topics that are read, by the name of their stream. */
  Map<String, StreamView> sessionStreams();

  /** The key that pseudonyms of plates are made with; empty before there is one. */
  String pseudonymKey();

  /** All recordings, by id. */
  Collection<RecordingState> recordings();

  /** One recording; null if there is none. */
  @Nullable RecordingState recording(String id);

  /** The recording of this label; null if there is none. */
  @Nullable RecordingState recordingLabelled(String label);

  /** The tasks of a job, such as a recording, by step and index. */
  Collection<WorkState.Task> tasks(String job);

  /** One task; null if there is none. */
  WorkState.@Nullable Task task(TaskId id);

  /** How many tasks nobody does yet. */
  int waitingTasks();

  /** Whether nobody does yet a task of one of these kinds. */
  boolean isTaskWaiting(List<String> kinds);

  /** What came of all tasks that were done again. */
  WorkState.Rechecks rechecks();

  /** Those who do tasks, by name. */
  Collection<WorkState.Worker> workers();

  /** One of them; null if there is none. */
  WorkState.@Nullable Worker worker(String name);

  /** All blobs and who holds them, by id. */
  Collection<BlobState> blobs();

  /** One blob; null if it is not known. */
  @Nullable BlobState blob(BlobId id);

  /** All nodes that are there, by id. */
  Collection<NodeView> nodes();

  /**
   * A partition of a topic that is read.
   *
   * @param next the offset that is read next
   * @param clock its time, in seconds since 1970; {@link Long#MIN_VALUE} if it has none
   * @param deadline the second of its clock at which something happens by itself; {@link
   *     lotwatch.sessions.Machine#NEVER} if nothing does
   */
  record StreamView(long next, long clock, long deadline) {}

  /**
   * One node.
   *
   * @param page where its page is
   * @param address where the other nodes reach it
   * @param since when it came
   * @param heardAt when it last said that it is there
   * @param behind how many events it had not yet applied then
   * @param workerStatus how its workers did then
   */
  record NodeView(
      NodeId id,
      String page,
      String address,
      Instant since,
      Instant heardAt,
      long behind,
      WorkerStatus workerStatus) {}

  /**
   * One lot.
   *
   * @param counted cars are counted rather than seen
   * @param anomalies how often a count was clamped or not believed
   * @param spots in the order they were given
   * @param sequence the last event about this lot
   */
  record LotView(
      LotId id,
      String name,
      boolean counted,
      Tally tally,
      long anomalies,
      List<SpotView> spots,
      Instant changedAt,
      long sequence) {}

  /**
   * One spot.
   *
   * @param since when it came into this state
   * @param confidence in the state, 0..1; 0 for unknown
   * @param seenAt when a camera last judged it
   * @param by the camera that last judged it
   */
  record SpotView(
      SpotId id,
      Occupancy state,
      Instant since,
      double confidence,
      @Nullable Instant seenAt,
      @Nullable CameraId by) {}

  /**
   * One camera.
   *
   * @param since when its view came to be so
   * @param heardAt when its last observation was applied
   * @param holder the node that looks at its frames; null if there is none
   */
  record CameraView(
      CameraId id,
      Visibility visibility,
      Instant since,
      @Nullable Instant heardAt,
      @Nullable NodeId holder,
      List<Watch> watches) {
    public CameraView {
      watches = List.copyOf(watches);
    }
  }
}
