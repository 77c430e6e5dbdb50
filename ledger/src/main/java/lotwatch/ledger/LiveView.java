package lotwatch.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import lotwatch.sessions.Session;
import org.jspecify.annotations.Nullable;

/** The view readers hold: what each aggregate has drawn, and how far they are. */
final class LiveView implements View {
  private final Aggregates aggregates;
  private volatile Head head = new Head(0, Instant.EPOCH, Instant.MAX, Policy.DEFAULT, "");

  private record Head(long sequence, Instant at, Instant due, Policy policy, String history) {}

  LiveView(Aggregates aggregates) {
    this.aggregates = aggregates;
  }

  /** Comes after the draws of an entry, so that no reader misses what its sequence promises. */
  void advance(LiveContext now) {
    head = new Head(now.sequence(), now.now(), now.deadlines().next(), now.policy(), now.history());
  }

  @Override
  public long sequence() {
    return head.sequence;
  }

  @Override
  public String history() {
    return head.history;
  }

  @Override
  public Instant at() {
    return head.at;
  }

  @Override
  public Instant due() {
    return head.due;
  }

  @Override
  public Policy policy() {
    return head.policy;
  }

  @Override
  public Collection<LotView> lots() {
    return aggregates.lots().view().all();
  }

  @Override
  public @Nullable LotView lot(LotId lot) {
    return aggregates.lots().view().one(lot);
  }

  @Override
  public Collection<CameraView> cameras() {
    return aggregates.cameras().view().all();
  }

  @Override
  public @Nullable CameraView camera(CameraId camera) {
    return aggregates.cameras().view().one(camera);
  }

  @Override
  public Revision configuration() {
    return aggregates.configurations().view();
  }

  @Override
  public Collection<Session> sessions() {
    return aggregates.sessions().active();
  }

  @Override
  public List<SessionState.Ended> endedSessions() {
    return aggregates.sessions().ended();
  }

  @Override
  public SessionState.Totals sessionTotals() {
    return aggregates.sessions().totals();
  }

  @Override
  public int takenSessions() {
    return aggregates.sessions().taken();
  }

  @Override
  public Map<String, StreamView> sessionStreams() {
    return aggregates.sessions().streams();
  }

  @Override
  public String pseudonymKey() {
    return aggregates.sessions().pseudonymKey();
  }

  @Override
  public Collection<RecordingState> recordings() {
    return aggregates.recordings().view().all();
  }

  @Override
  public @Nullable RecordingState recording(String id) {
    return aggregates.recordings().view().one(id);
  }

  @Override
  public @Nullable RecordingState recordingLabelled(String label) {
    return aggregates.recordings().labelled(label);
  }

  @Override
  public Collection<WorkState.Task> tasks(String job) {
    return aggregates.work().known().shown(job).values();
  }

  @Override
  public WorkState.@Nullable Task task(TaskId id) {
    return aggregates.work().known().view().one(id);
  }

  @Override
  public int waitingTasks() {
    return aggregates.work().known().waitingShown();
  }

  @Override
  public boolean isTaskWaiting(List<String> kinds) {
    return aggregates.work().known().isWaitingShown(kinds);
  }

  @Override
  public WorkState.Rechecks rechecks() {
    return aggregates.work().rechecks();
  }

  @Override
  public Collection<WorkState.Worker> workers() {
    return aggregates.work().workersView().all();
  }

  @Override
  public WorkState.@Nullable Worker worker(String name) {
    return aggregates.work().workersView().one(name);
  }

  @Override
  public Collection<BlobState> blobs() {
    return aggregates.blobs().view().all();
  }

  @Override
  public @Nullable BlobState blob(BlobId id) {
    return aggregates.blobs().view().one(id);
  }

  @Override
  public Collection<NodeView> nodes() {
    return aggregates.nodes().view().all();
  }

  @Override
  public @Nullable ReportState report(String reporter) {
    return aggregates.reports().reportsView().one(reporter);
  }

  @Override
  public Collection<ServiceState> services() {
    return aggregates.reports().servicesView().all();
  }

  @Override
  public Collection<PositionState> positions() {
    return aggregates.positions().view().all();
  }

  @Override
  public @Nullable PositionState position(String name) {
    return aggregates.positions().view().one(name);
  }
}
