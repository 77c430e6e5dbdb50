package lotwatch.ledger;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lotwatch.ledger.CameraCommand.PlaceCamera;
import lotwatch.ledger.CameraCommand.RemoveCamera;
import lotwatch.ledger.Configuration.DeclaredLot;
import lotwatch.ledger.ConfigurationChange.ConfigurationApplied;
import lotwatch.ledger.ConfigurationCommand.ApplyConfiguration;
import lotwatch.ledger.ConfigurationCommand.Reserved;
import lotwatch.ledger.LotChange.EndReason;
import lotwatch.ledger.LotCommand.CloseLot;
import lotwatch.ledger.LotCommand.OpenLot;
import lotwatch.ledger.LotCommand.SetCount;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import org.jspecify.annotations.Nullable;

/**
 * The configuration in force. It checks a new one as a whole first; then it opens, changes and
 * closes lots and spots and removes cameras, which none of them rejects any more.
 */
final class Configurations implements Aggregate {
  /** Lots that a rejection names. */
  private static final int NAMED_MAX = 20;

  private final Context context;
  private final Grounds lots;
  private final Placeable cameras;
  private Revision revision = Revision.NONE;
  private volatile Revision view = Revision.NONE;

  Configurations(Context context, Grounds lots, Placeable cameras) {
    this.context = context;
    this.lots = lots;
    this.cameras = cameras;
  }

  Outcome obey(ApplyConfiguration apply) {
    var content = apply.content();
    if (revision.number() > 0 && revision.content().equals(content)) {
      return new Accepted();
    }
    var rejected = check(apply);
    if (rejected != null) {
      return rejected;
    }
    if (apply.reserved() == Reserved.ENDS) {
      endReservations(content);
    }
    change(content);
    revision = new Revision(revision.number() + 1, content);
    context.emit(new ConfigurationApplied(revision.number()));
    return new Accepted();
  }

  private @Nullable Rejected check(ApplyConfiguration apply) {
    if (apply.base() != revision.number()) {
      return new Rejected(
          Reason.WRONG_REVISION,
          "the configuration was made from revision %d, but revision %d is in force"
              .formatted(apply.base(), revision.number()));
    }
    var problem = ConfigurationCheck.problem(apply.content());
    if (problem != null) {
      return new Rejected(Reason.LIMIT, problem);
    }
    var ending = apply.reserved() == Reserved.STAYS ? ending(apply.content()) : List.<String>of();
    return ending.isEmpty() ? null : new Rejected(Reason.RESERVED, told(ending));
  }

  /** Every lot whose reservations would not fit any more, in words. */
  private List<String> ending(Configuration content) {
    var declared = content.lotsById();
    List<String> ending = new ArrayList<>();
    for (var lot : lots.openLots()) {
      int reservations = lots.reservations(lot);
      var then = declared.get(lot);
      if (reservations > 0 && then == null) {
        ending.add("lot %s would close with %d reservations".formatted(lot, reservations));
      } else if (then != null && reservations > then.capacity()) {
        ending.add(
            "lot %s would have %d places for %d reservations"
                .formatted(lot, then.capacity(), reservations));
      }
    }
    return ending;
  }

  private static String told(List<String> ending) {
    var named = ending.stream().limit(NAMED_MAX).collect(Collectors.joining(", "));
    return ending.size() <= NAMED_MAX
        ? named
        : "%s and %d more lots".formatted(named, ending.size() - NAMED_MAX);
  }

  private void endReservations(Configuration content) {
    var declared = content.lotsById();
    for (var lot : List.copyOf(lots.openLots())) {
      var then = declared.get(lot);
      if (then == null) {
        lots.endReservations(lot, 0, EndReason.LOT_CLOSED);
      } else {
        lots.endReservations(lot, then.capacity(), EndReason.LOT_SHRUNK);
      }
    }
  }

  private void change(Configuration content) {
    Set<CameraId> placed = new HashSet<>(content.camerasById().keySet());
    cameras.ids().stream()
        .filter(camera -> !placed.contains(camera))
        .forEach(camera -> must(cameras.obey(new RemoveCamera(camera))));
    Set<LotId> declared = content.lotsById().keySet();
    List.copyOf(lots.openLots()).stream()
        .filter(lot -> !declared.contains(lot))
        .forEach(lot -> must(lots.obey(new CloseLot(lot))));
    var watched = content.watched();
    for (var lot : content.lots()) {
      var spots = watched.get(lot.id());
      open(lot, spots == null ? List.of() : List.copyOf(spots));
    }
    for (var camera : content.cameras()) {
      must(cameras.obey(new PlaceCamera(camera.id(), camera.watches())));
    }
  }

  private void open(DeclaredLot lot, List<SpotId> spots) {
    must(lots.obey(new OpenLot(lot.id(), lot.name(), lot.capacity(), spots)));
    var occupied = lot.occupied();
    if (occupied != null && lots.neverCounted(lot.id())) {
      must(lots.obey(new SetCount(lot.id(), occupied)));
    }
  }

  /** What was checked as a whole is rejected by nobody. */
  private static void must(Outcome outcome) {
    if (outcome instanceof Rejected rejected) {
      throw new IllegalStateException("a checked configuration is rejected: " + rejected.detail());
    }
  }

  /** Takes the saved revision in. */
  void adopt(Revision saved) {
    revision = saved;
  }

  @Override
  public Stream<Revision> save() {
    return revision.number() == 0 ? Stream.empty() : Stream.of(revision);
  }

  @Override
  public void draw() {
    view = revision;
  }

  /** What is in force, for readers of any thread. */
  Revision view() {
    return view;
  }
}
