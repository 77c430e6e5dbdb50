package lotwatch.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import lotwatch.ledger.Command.AdoptPolicy;
import lotwatch.ledger.Command.Attend;
import lotwatch.ledger.Command.Cancel;
import lotwatch.ledger.Command.CloseLot;
import lotwatch.ledger.Command.Count;
import lotwatch.ledger.Command.Hear;
import lotwatch.ledger.Command.Leave;
import lotwatch.ledger.Command.Observe;
import lotwatch.ledger.Command.OpenLot;
import lotwatch.ledger.Command.PlaceCamera;
import lotwatch.ledger.Command.RaiseVersion;
import lotwatch.ledger.Command.RemoveCamera;
import lotwatch.ledger.Command.Report;
import lotwatch.ledger.Command.Reserve;
import lotwatch.ledger.Command.SetCount;
import lotwatch.ledger.Command.Tick;
import lotwatch.ledger.Deadlines.Deadline.Absence;
import lotwatch.ledger.Deadlines.Deadline.Expiry;
import lotwatch.ledger.Deadlines.Deadline.Silence;
import lotwatch.ledger.Event.Change;
import lotwatch.ledger.Event.Expired;
import lotwatch.ledger.Event.LotChange;
import lotwatch.ledger.Event.PolicyAdopted;
import lotwatch.ledger.LedgerState.ReportState;
import lotwatch.ledger.LedgerState.RequestState;
import lotwatch.ledger.LedgerState.ServiceState;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Picture.NodePicture;

/**
 * The state machine: entries in, answers and events out. {@code apply} is called by one thread;
 * {@link #picture} is safe for all.
 *
 * <p>Before each command everything happens that is due by the entry's time, so an expired
 * reservation never stands in anybody's way, and every replica sees it expire at the same place in
 * the log.
 */
public final class Ledger {
  final Map<LotId, Lot> lots = new TreeMap<>();
  final Map<CameraId, Camera> cameras = new TreeMap<>();
  final Deadlines deadlines = new Deadlines();
  private final Requests requests = new Requests();
  private final LivePicture picture = new LivePicture();
  private final Set<LotId> touchedLots = new TreeSet<>();
  private final Set<CameraId> touchedCameras = new TreeSet<>();
  private final Lots lotDesk = new Lots(this);
  private final Sight sight = new Sight(this);
  private final Duties duties = new Duties(this);
  private final Reports reports = new Reports(this);
  private final Set<NodeId> touchedNodes = new TreeSet<>();
  private Policy policy = Policy.DEFAULT;
  private Instant clock = Instant.EPOCH;
  private long sequence;
  private int version = Versions.FIRST;
  private List<Event> events = new ArrayList<>();

  /** Applies one entry. A refused command leaves everything but the time as it was. */
  public Answer apply(Entry entry) {
    clock = entry.at().isAfter(clock) ? entry.at() : clock;
    events = new ArrayList<>();
    letDueHappen();
    var outcome = answer(entry);
    draw();
    return new Answer(outcome, events);
  }

  private Outcome answer(Entry entry) {
    var request = entry.request();
    if (request == null) {
      return obey(entry.command());
    }
    var known = requests.answerTo(request);
    if (known != null) {
      return known;
    }
    var outcome = obey(entry.command());
    requests.remember(new RequestState(request, clock, outcome));
    return outcome;
  }

  private Outcome obey(Command command) {
    return switch (command) {
      case AdoptPolicy adopt -> adopt(adopt);
      case OpenLot open -> lotDesk.open(open);
      case CloseLot close -> lotDesk.close(close);
      case Count count -> lotDesk.count(count);
      case SetCount count -> lotDesk.setCount(count);
      case Reserve reserve -> lotDesk.reserve(reserve);
      case Cancel cancel -> lotDesk.cancel(cancel);
      case PlaceCamera place -> sight.place(place);
      case RemoveCamera remove -> sight.remove(remove);
      case Observe observe -> sight.observe(observe);
      case Attend attend -> duties.attend(attend);
      case Leave leave -> duties.leave(leave);
      case Report report -> reports.report(report);
      case Hear hear -> reports.hear(hear);
      case Tick _ -> new Accepted();
      case RaiseVersion raise -> raise(raise);
    };
  }

  private Outcome raise(RaiseVersion raise) {
    version = Math.max(version, raise.to());
    return new Accepted();
  }

  private Outcome adopt(AdoptPolicy adopt) {
    if (!policy.equals(adopt.policy())) {
      cameras.values().forEach(sight::unschedule);
      policy = adopt.policy();
      cameras.values().forEach(sight::schedule);
      happen(new PolicyAdopted(policy));
      letDueHappen();
    }
    return new Accepted();
  }

  private void letDueHappen() {
    for (var due = deadlines.takeDue(clock); due != null; due = deadlines.takeDue(clock)) {
      switch (due) {
        case Expiry expiry -> expire(expiry);
        case Absence absence -> duties.lose(absence.node());
        case Silence silence -> sight.fallSilent(silence.camera());
      }
    }
  }

  private void expire(Expiry expiry) {
    var lot = lots.get(expiry.lot());
    if (lot != null && lot.reservations.remove(expiry.plate()) != null) {
      happen(new Expired(lot.id, expiry.plate(), lot.tally()));
    }
  }

  /** Numbers what happened and notes what has to be drawn anew. */
  void happen(Change change) {
    sequence++;
    events.add(new Event(sequence, clock, change));
    if (change instanceof LotChange inLot) {
      requireNonNull(lots.get(inLot.lot())).changed(clock, sequence);
      touchedLots.add(inLot.lot());
    }
  }

  void forgetLostWatches() {
    sight.forgetLostWatches();
  }

  void touch(LotId lot) {
    touchedLots.add(lot);
  }

  void touch(CameraId camera) {
    touchedCameras.add(camera);
  }

  void touch(NodeId node) {
    touchedNodes.add(node);
  }

  void countAvailable(String location, long available) {
    lotDesk.countAvailable(location, available);
  }

  void draw(ReportState report) {
    picture.draw(report);
  }

  void draw(ServiceState service) {
    picture.draw(service);
  }

  /** Cameras came or went: each needs a holder. */
  void shareCameras() {
    duties.share();
  }

  long sequence() {
    return sequence;
  }

  Instant clock() {
    return clock;
  }

  /** The newest version of which commands may be applied. */
  public int version() {
    return version;
  }

  Policy policy() {
    return policy;
  }

  private void draw() {
    for (var id : touchedLots) {
      var lot = lots.get(id);
      if (lot == null) {
        picture.erase(id);
      } else {
        picture.draw(lot.picture());
      }
    }
    for (var id : touchedCameras) {
      var camera = cameras.get(id);
      if (camera == null) {
        picture.erase(id);
      } else {
        picture.draw(camera.picture());
      }
    }
    for (var id : touchedNodes) {
      var node = duties.nodes.get(id);
      if (node == null) {
        picture.erase(id);
      } else {
        picture.draw(
            new NodePicture(
                id,
                node.page(),
                node.address(),
                node.since(),
                node.heardAt(),
                node.behind(),
                node.crew()));
      }
    }
    touchedNodes.clear();
    touchedLots.clear();
    touchedCameras.clear();
    picture.advance(sequence, clock, deadlines.next(), policy);
  }

  /** What readers see; stays current, and may be read by any thread. */
  public Picture picture() {
    return picture;
  }

  /** Everything this ledger knows. */
  public LedgerState save() {
    return new LedgerState(
        clock,
        sequence,
        policy,
        lots.values().stream().map(Lot::save).toList(),
        cameras.values().stream().map(Camera::save).toList(),
        List.copyOf(duties.nodes.values()),
        List.copyOf(reports.reports.values()),
        List.copyOf(reports.services.values()),
        requests.save(),
        version);
  }

  /** A ledger that goes on where {@code state} was saved. */
  public static Ledger restore(LedgerState state) {
    var ledger = new Ledger();
    ledger.clock = state.clock();
    ledger.sequence = state.sequence();
    ledger.policy = state.policy();
    ledger.version = state.version();
    for (var saved : state.lots()) {
      var lot = new Lot(saved);
      ledger.lots.put(lot.id, lot);
      lot.reservations.forEach(
          (plate, until) -> ledger.deadlines.add(new Expiry(until, lot.id, plate)));
      ledger.touch(lot.id);
    }
    state.cameras().forEach(saved -> ledger.sight.adopt(new Camera(saved)));
    state.nodes().forEach(ledger.duties::adopt);
    state.reports().forEach(ledger.reports::adopt);
    state.services().forEach(ledger.reports::adopt);
    state.requests().forEach(ledger.requests::remember);
    ledger.draw();
    return ledger;
  }
}
