package lotwatch.ledger;

import java.util.OptionalLong;
import java.util.stream.Stream;
import lotwatch.ledger.CameraChange.CameraPlaced;
import lotwatch.ledger.CameraChange.CameraRemoved;
import lotwatch.ledger.Command.AdoptPolicy;
import lotwatch.ledger.Command.RaiseVersion;
import lotwatch.ledger.Command.Tick;
import lotwatch.ledger.ConfigurationCommand.ApplyConfiguration;
import lotwatch.ledger.Event.General;
import lotwatch.ledger.Event.PolicyAdopted;
import lotwatch.ledger.LotChange.LotClosed;
import lotwatch.ledger.LotChange.LotOpened;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.WorkChange.TaskDone;
import lotwatch.ledger.WorkChange.TaskStuck;

/**
 * The state machine: entries in, answers and events out. {@code apply} is called by one thread;
 * {@link #view} is safe for all.
 *
 * <p>Before each command everything happens that is due by the entry's time, so an expired
 * reservation never stands in anybody's way, and every replica sees it expire at the same place in
 * the log.
 *
 * <p>It decides nothing itself: it takes each command to the {@link Aggregate} it is about.
 */
public final class Ledger {
  private final LiveContext context = new LiveContext();
  private final Requests requests = new Requests();
  private final Aggregates aggregates = Aggregates.in(context);
  private final LiveView view = new LiveView(aggregates);
  private int followed;

  /** Applies one entry. A rejected command leaves everything but the time as it was. */
  public Answer apply(Entry entry) {
    context.begin(entry.at());
    followed = 0;
    letDueHappen();
    var outcome = answer(entry);
    draw();
    return new Answer(outcome, context.events());
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
    var throttled = requests.throttle(request, context.now());
    if (throttled != null) {
      return throttled;
    }
    var outcome = obey(entry.command());
    requests.remember(new RequestState(request, context.now(), outcome));
    return outcome;
  }

  private Outcome obey(Command command) {
    var outcome =
        switch (command) {
          case LotCommand lot -> aggregates.lots().obey(lot);
          case CameraCommand camera -> aggregates.cameras().obey(camera);
          case NodeCommand node -> aggregates.nodes().obey(node);
          case ReportCommand report -> aggregates.reports().obey(report);
          case PositionCommand position -> aggregates.positions().obey(position);
          case ApplyConfiguration apply -> configure(apply);
          case SessionCommand session -> aggregates.sessions().obey(session);
          case BlobCommand blob -> aggregates.blobs().obey(blob);
          case WorkCommand work -> aggregates.work().obey(work);
          case RecordingCommand recording -> aggregates.recordings().obey(recording);
          case AdoptPolicy adopt -> adopt(adopt.policy());
          case Tick _ -> new Accepted();
          case RaiseVersion raise -> raise(raise);
        };
    follow();
    return outcome;
  }

  private Outcome configure(ApplyConfiguration apply) {
    var outcome = aggregates.configurations().obey(apply);
    if (outcome instanceof Accepted) {
      adopt(apply.content().policy());
      aggregates.sessions().adopt(apply.content().sessions());
    }
    return outcome;
  }

  private Outcome raise(RaiseVersion raise) {
    context.raise(raise.to());
    aggregates.reports().date();
    aggregates.sessions().date();
    if (raise.history() != null && context.history().isEmpty()) {
      context.name(raise.history());
    }
    return new Accepted();
  }

  private Outcome adopt(Policy policy) {
    var before = context.policy();
    if (!before.equals(policy)) {
      var tallies =
          before.reserveUnknown() == policy.reserveUnknown() ? null : aggregates.lots().tallies();
      context.adopt(policy);
      aggregates.cameras().reschedule(before);
      context.emit(new PolicyAdopted(policy));
      if (tallies != null) {
        aggregates.lots().compare(tallies);
      }
      letDueHappen();
    }
    return new Accepted();
  }

  private void letDueHappen() {
    var deadlines = context.deadlines();
    var now = context.now();
    for (var due = deadlines.takeDue(now); due != null; due = deadlines.takeDue(now)) {
      switch (due) {
        case Reservations.Expiry expiry -> aggregates.lots().expire(expiry);
        case Nodes.Absence absence -> aggregates.nodes().lose(absence.node());
        case Cameras.Silence silence -> aggregates.cameras().fallSilent(silence.camera());
        case Reports.Oblivion oblivion -> aggregates.reports().forget(oblivion);
        case Sessions.Timer timer -> aggregates.sessions().timeOut(timer);
        case Blobs.Unused unused -> aggregates.blobs().forget(unused.blob());
        case KnownTasks.LeaseEnd end -> aggregates.work().endLease(end.task());
        case KnownTasks.RecheckEnd end -> aggregates.work().endRecheck(end.task());
        case Workers.Silent silent -> aggregates.work().forget(silent.worker());
      }
      follow();
    }
  }

  /** Lets what happened in one aggregate be heard by those that build upon it. */
  private void follow() {
    boolean spotsChanged = false;
    boolean holdersChanged = false;
    while (true) {
      for (; followed < context.events().size(); followed++) {
        switch (context.events().get(followed).change()) {
          case LotOpened _, LotClosed _ -> {
            spotsChanged = true;
            aggregates.sessions().campusChanged();
          }
          case CameraPlaced placed ->
              holdersChanged |= aggregates.cameras().holder(placed.camera()) == null;
          case CameraRemoved _ -> holdersChanged = true;
          case LotChange _, CameraChange _, NodeChange _, ReportChange _ -> {}
          case TaskDone done -> aggregates.recordings().taskDone(done.task());
          case TaskStuck stuck -> aggregates.recordings().taskStuck(stuck.task(), stuck.reason());
          case WorkChange _, RecordingChange _ -> {}
          case ConfigurationChange _, SessionChange _, General _ -> {}
        }
      }
      // Once for all that happened: a configuration opens thousands of lots in one entry.
      if (spotsChanged) {
        spotsChanged = false;
        aggregates.cameras().forgetLostWatches();
      } else if (holdersChanged) {
        holdersChanged = false;
        aggregates.nodes().share();
      } else {
        return;
      }
    }
  }

  private void draw() {
    aggregates.all().forEach(Aggregate::draw);
    view.advance(context);
  }

  /** What readers see; stays current, and may be read by any thread. */
  public View view() {
    return view;
  }

  /** The newest version of which commands may be applied. */
  public int version() {
    return context.version();
  }

  /** Where the slowest consumer of events is: those after it are kept; empty if there is none. */
  public OptionalLong lowestPosition() {
    return aggregates.positions().lowest();
  }

  /** Everything this ledger knows. */
  public LedgerState save() {
    var parts =
        Stream.<Stream<? extends LedgerState.Part>>of(
                context.save(), aggregates.all().stream().flatMap(Aggregate::save), requests.save())
            .<LedgerState.Part>flatMap(each -> each)
            .toList();
    return new LedgerState(
        context.now(), context.sequence(), context.policy(), context.version(), parts);
  }

  /** A ledger that goes on where {@code state} was saved. */
  public static Ledger restore(LedgerState state) {
    var ledger = new Ledger();
    ledger.context.restore(state);
    state.parts().forEach(ledger::adopt);
    ledger.draw();
    return ledger;
  }

  private void adopt(LedgerState.Part part) {
    switch (part) {
      case LotState lot -> aggregates.lots().adopt(lot);
      case CameraState camera -> aggregates.cameras().adopt(camera);
      case NodeState node -> aggregates.nodes().adopt(node);
      case ReportState report -> aggregates.reports().adopt(report);
      case ServiceState service -> aggregates.reports().adopt(service);
      case HistoryState history -> context.name(history.id());
      case PositionState position -> aggregates.positions().adopt(position);
      case RequestState request -> requests.remember(request);
      case Revision revision -> {
        aggregates.configurations().adopt(revision);
        aggregates.sessions().adopt(revision.content().sessions());
      }
      case SessionState session -> aggregates.sessions().adopt(session);
      case BlobState blob -> aggregates.blobs().adopt(blob);
      case WorkState work -> aggregates.work().adopt(work);
      case RecordingState recording -> aggregates.recordings().restore(recording);
    }
  }
}
