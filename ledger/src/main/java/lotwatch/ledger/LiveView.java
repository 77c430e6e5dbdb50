package lotwatch.ledger;

import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The view readers hold: what each aggregate has drawn, and how far they are. */
final class LiveView implements View {
  private final Aggregates drawn;
  private volatile Head head = new Head(0, Instant.EPOCH, Instant.MAX, Policy.DEFAULT, "");

  private record Head(long sequence, Instant at, Instant due, Policy policy, String history) {}

  LiveView(Aggregates drawn) {
    this.drawn = drawn;
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
    return drawn.lots().drawn().all();
  }

  @Override
  public @Nullable LotView lot(LotId lot) {
    return drawn.lots().drawn().one(lot);
  }

  @Override
  public Collection<CameraView> cameras() {
    return drawn.cameras().drawn().all();
  }

  @Override
  public @Nullable CameraView camera(CameraId camera) {
    return drawn.cameras().drawn().one(camera);
  }

  @Override
  public Revision configuration() {
    return drawn.configurations().drawn();
  }

  @Override
  public Collection<NodeView> nodes() {
    return drawn.nodes().drawn().all();
  }

  @Override
  public @Nullable ReportState report(String reporter) {
    return drawn.reports().drawnReports().one(reporter);
  }

  @Override
  public Collection<ServiceState> services() {
    return drawn.reports().drawnServices().all();
  }

  @Override
  public Collection<PositionState> positions() {
    return drawn.positions().drawn().all();
  }

  @Override
  public @Nullable PositionState position(String name) {
    return drawn.positions().drawn().one(name);
  }
}
