package lotwatch.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import lotwatch.ledger.LedgerState.ReportState;
import lotwatch.ledger.LedgerState.ServiceState;
import org.jspecify.annotations.Nullable;

/** The picture readers hold: one writer replaces whole records, any number of threads read them. */
final class LivePicture implements Picture {
  private final ConcurrentNavigableMap<LotId, LotPicture> lots = new ConcurrentSkipListMap<>();
  private final ConcurrentNavigableMap<CameraId, CameraPicture> cameras =
      new ConcurrentSkipListMap<>();
  private final ConcurrentNavigableMap<NodeId, NodePicture> nodes = new ConcurrentSkipListMap<>();
  private final ConcurrentNavigableMap<String, ReportState> reports = new ConcurrentSkipListMap<>();
  private final ConcurrentNavigableMap<String, ServiceState> services =
      new ConcurrentSkipListMap<>();
  private volatile Head head = new Head(0, Instant.EPOCH, Instant.MAX, Policy.DEFAULT);

  private record Head(long sequence, Instant at, Instant due, Policy policy) {}

  void draw(LotPicture lot) {
    lots.put(lot.id(), lot);
  }

  void erase(LotId lot) {
    lots.remove(lot);
  }

  void draw(CameraPicture camera) {
    cameras.put(camera.id(), camera);
  }

  void erase(CameraId camera) {
    cameras.remove(camera);
  }

  void draw(NodePicture node) {
    nodes.put(node.id(), node);
  }

  void erase(NodeId node) {
    nodes.remove(node);
  }

  void draw(ReportState report) {
    reports.put(report.reporter(), report);
  }

  void draw(ServiceState service) {
    services.put(service.service(), service);
  }

  /** Comes after the draws of an entry, so that no reader misses what its sequence promises. */
  void advance(long sequence, Instant at, Instant due, Policy policy) {
    head = new Head(sequence, at, due, policy);
  }

  @Override
  public long sequence() {
    return head.sequence;
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
  public Collection<LotPicture> lots() {
    return Collections.unmodifiableCollection(lots.values());
  }

  @Override
  public @Nullable LotPicture lot(LotId lot) {
    return lots.get(lot);
  }

  @Override
  public Collection<CameraPicture> cameras() {
    return Collections.unmodifiableCollection(cameras.values());
  }

  @Override
  public @Nullable ReportState report(String reporter) {
    return reports.get(reporter);
  }

  @Override
  public Collection<ServiceState> services() {
    return Collections.unmodifiableCollection(services.values());
  }

  @Override
  public Collection<NodePicture> nodes() {
    return Collections.unmodifiableCollection(nodes.values());
  }

  @Override
  public @Nullable CameraPicture camera(CameraId camera) {
    return cameras.get(camera);
  }
}
