package lotwatch.replica;

import java.util.List;
import java.util.stream.Collectors;
import lotwatch.ledger.Answer;
import lotwatch.ledger.BlobCommand;
import lotwatch.ledger.CameraChange;
import lotwatch.ledger.CameraCommand;
import lotwatch.ledger.Command;
import lotwatch.ledger.Configuration.DeclaredCamera;
import lotwatch.ledger.Configuration.DeclaredLot;
import lotwatch.ledger.ConfigurationChange;
import lotwatch.ledger.ConfigurationCommand;
import lotwatch.ledger.Entry;
import lotwatch.ledger.Event;
import lotwatch.ledger.LotChange;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.NodeChange;
import lotwatch.ledger.NodeCommand;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Plate;
import lotwatch.ledger.Policy;
import lotwatch.ledger.PositionCommand;
import lotwatch.ledger.RecordingChange;
import lotwatch.ledger.RecordingCommand;
import lotwatch.ledger.ReportChange;
import lotwatch.ledger.ReportCommand;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.SessionChange;
import lotwatch.ledger.SessionCommand;
import lotwatch.ledger.SessionPolicy;
import lotwatch.ledger.Tally;
import lotwatch.ledger.Watch;
import lotwatch.ledger.WorkChange;
import lotwatch.ledger.WorkCommand;
import lotwatch.sessions.Session;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Tariff;

/**
 * What a golden log says, as text: each entry, its outcome, its events. The words are part of the
 * golden files, so they stay when a class gets another name.
 */
final class GoldenText {
  private GoldenText() {}

  static String of(Entry entry, Answer answer) {
    var request = entry.request() == null ? "" : " [" + of(entry.request()) + "]";
    return "%s%s %s\n  = %s\n%s"
        .formatted(
            entry.at(),
            request,
            of(entry.command()),
            of(answer.outcome()),
            answer.events().stream().map(GoldenText::of).collect(Collectors.joining()));
  }

  private static String of(RequestId request) {
    return request.client() == 0
        ? request.value()
        : request.value() + " of client " + request.client();
  }

  private static String found(Plate plate, Plate match) {
    return plate.equals(match) ? "" : " found by '" + match.text() + "'";
  }

  private static String of(Command command) {
    return switch (command) {
      case Command.AdoptPolicy adopt -> "adopt-policy " + of(adopt.policy());
      case LotCommand.OpenLot open ->
          "open-lot %s '%s' capacity %d spots %s"
              .formatted(open.lot(), open.name(), open.capacity(), open.spots());
      case LotCommand.CloseLot close -> "close-lot " + close.lot();
      case CameraCommand.PlaceCamera place ->
          "place-camera %s %s".formatted(place.camera(), watches(place.watches()));
      case CameraCommand.RemoveCamera remove -> "remove-camera " + remove.camera();
      case CameraCommand.Observe observe ->
          "observe %s seen %s %s %s"
              .formatted(
                  observe.camera(),
                  observe.seenAt(),
                  observe.visibility(),
                  observe.sightings().stream().map(s -> s.spot() + "=" + s.occupied()).toList());
      case LotCommand.Count count -> "count %s %+d".formatted(count.lot(), count.delta());
      case LotCommand.SetCount set -> "set-count %s %d".formatted(set.lot(), set.occupied());
      case LotCommand.Reserve reserve ->
          "reserve %s '%s'%s"
              .formatted(
                  reserve.lot(), reserve.plate().text(), found(reserve.plate(), reserve.match()));
      case LotCommand.Cancel cancel ->
          "cancel %s '%s'%s"
              .formatted(
                  cancel.lot(), cancel.plate().text(), found(cancel.plate(), cancel.match()));
      case NodeCommand.NodeHeartbeat heartbeat ->
          "heartbeat %s page %s address %s sequence %d workers %d stuck %s"
              .formatted(
                  heartbeat.node(),
                  heartbeat.page(),
                  heartbeat.address(),
                  heartbeat.sequence(),
                  heartbeat.workerStatus().workers(),
                  heartbeat.workerStatus().stuck());
      case NodeCommand.Leave leave -> "leave " + leave.node();
      case ReportCommand.Report report ->
          "report '%s' '%s' available %d at %s"
              .formatted(
                  report.reporter(), report.location(), report.available(), report.reportedAt());
      case ReportCommand.ServiceHeartbeat receive ->
          "service '%s' '%s' at %s"
              .formatted(receive.service(), receive.status(), receive.heardAt());
      case ConfigurationCommand.ApplyConfiguration apply ->
          "apply-configuration on %d %s%s %s %s"
                  .formatted(
                      apply.base(),
                      switch (apply.reserved()) {
                        case STAYS -> "";
                        case RUNS_OUT -> "close-reserved ";
                        case ENDS -> "end-reserved ";
                      },
                      of(apply.content().policy()),
                      apply.content().lots().stream().map(GoldenText::of).toList(),
                      apply.content().cameras().stream().map(GoldenText::of).toList())
              + of(apply.content().sessions());
      case Command.Tick() -> "tick";
      case PositionCommand.OpenPosition open ->
          "open-position %s %s".formatted(open.name(), open.after());
      case PositionCommand.TakePosition take ->
          "take-position %s %s for %s by %s"
              .formatted(
                  take.name(), take.after(), take.holder().owner(), take.holder().connection());
      case PositionCommand.AcknowledgePosition acknowledge ->
          "acknowledge-position %s %d%s"
              .formatted(
                  acknowledge.name(),
                  acknowledge.sequence(),
                  acknowledge.connection() == null ? "" : " by " + acknowledge.connection());
      case PositionCommand.ClosePosition close -> "close-position " + close.name();
      case SessionCommand.See see ->
          "see '%s' %s"
              .formatted(see.stream(), see.sightings().stream().map(GoldenText::of).toList());
      case SessionCommand.Read read ->
          "read %s from %d next %d clock %d %s"
              .formatted(
                  read.stream(),
                  read.from(),
                  read.next(),
                  read.clock(),
                  read.sightings().stream().map(GoldenText::of).toList());
      case SessionCommand.Take take ->
          "take %s from %d next %d %s"
              .formatted(
                  take.stream(),
                  take.from(),
                  take.next(),
                  take.sessions().stream().map(GoldenText::of).toList());
      case SessionCommand.EndUnread end ->
          "end-unread '%s' takes %s second %d".formatted(end.read(), end.takes(), end.second());
      case SessionCommand.KeyPseudonyms key -> "key-pseudonyms " + key.key();
      case BlobCommand blob -> GoldenRecordings.text(blob);
      case WorkCommand work -> GoldenRecordings.text(work);
      case RecordingCommand recording -> GoldenRecordings.text(recording);
      case Command.RaiseVersion raise ->
          "raise-version %d history %s".formatted(raise.to(), raise.history());
    };
  }

  private static String of(DeclaredLot lot) {
    return "%s '%s' capacity %d occupied %s"
        .formatted(lot.id(), lot.name(), lot.capacity(), lot.occupied());
  }

  private static String of(DeclaredCamera camera) {
    return "%s '%s' fps %s loop %s fast %s%s %s"
        .formatted(
            camera.id(),
            camera.source(),
            camera.fps(),
            camera.loop(),
            camera.fast(),
            camera.options().isEmpty() ? "" : " options " + camera.options(),
            watches(camera.watches()));
  }

  private static String of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted() -> "accepted";
      case Outcome.Seen seen ->
          "seen counted %d duplicates %d late %d orphan-exits %d strays %d"
              .formatted(
                  seen.counted(),
                  seen.duplicates(),
                  seen.late(),
                  seen.orphanExits(),
                  seen.strays());
      case Outcome.Held held -> "held until " + held.until();
      case Outcome.Rejected refused ->
          "refused %s: %s".formatted(refused.reason(), refused.detail());
    };
  }

  private static String of(Event event) {
    return "  %d %s %s\n".formatted(event.sequence(), event.at(), of(event.change()));
  }

  private static String of(Event.Change change) {
    return switch (change) {
      case LotChange.LotOpened opened ->
          "lot-opened %s '%s' %s".formatted(opened.lot(), opened.name(), of(opened.tally()));
      case LotChange.LotClosed closed -> "lot-closed " + closed.lot();
      case LotChange.SpotChanged spot ->
          "spot-changed %s %s %s -> %s confidence %s by %s %s"
              .formatted(
                  spot.lot(),
                  spot.spot(),
                  spot.from(),
                  spot.to(),
                  spot.confidence(),
                  spot.by(),
                  of(spot.tally()));
      case LotChange.Counted counted ->
          "counted %s%s %s"
              .formatted(counted.lot(), counted.anomaly() ? " anomaly" : "", of(counted.tally()));
      case LotChange.Reserved reserved ->
          "reserved %s '%s' until %s %s"
              .formatted(
                  reserved.lot(), reserved.plate().text(), reserved.until(), of(reserved.tally()));
      case LotChange.Cancelled cancelled ->
          "cancelled %s '%s' %s"
              .formatted(cancelled.lot(), cancelled.plate().text(), of(cancelled.tally()));
      case LotChange.ReservationEnded ended ->
          "ended %s '%s' %s %s"
              .formatted(ended.lot(), ended.plate().text(), ended.why(), of(ended.tally()));
      case LotChange.Expired expired ->
          "expired %s '%s' %s"
              .formatted(expired.lot(), expired.plate().text(), of(expired.tally()));
      case CameraChange.CameraPlaced placed ->
          "camera-placed %s watches %d".formatted(placed.camera(), placed.watches());
      case CameraChange.CameraRemoved removed -> "camera-removed " + removed.camera();
      case CameraChange.CameraChanged changed ->
          "camera-changed %s %s -> %s".formatted(changed.camera(), changed.from(), changed.to());
      case NodeChange.NodeJoined joined -> "node-joined " + joined.node();
      case NodeChange.NodeLost lost -> "node-lost " + lost.node();
      case CameraChange.CameraAssigned held ->
          "camera-assigned %s to %s".formatted(held.camera(), held.node());
      case ReportChange.SpacesReported reported ->
          "reported '%s' '%s' available %d"
              .formatted(reported.reporter(), reported.location(), reported.available());
      case ConfigurationChange.ConfigurationApplied applied ->
          "configuration-applied " + applied.revision();
      case SessionChange.SessionChanged changed ->
          "session-changed %s lot %s".formatted(of(changed.session()), changed.lot());
      case WorkChange work -> GoldenRecordings.text(work);
      case RecordingChange recording -> GoldenRecordings.text(recording);
      case Event.PolicyAdopted adopted -> "policy-adopted " + of(adopted.policy());
    };
  }

  private static String of(Policy policy) {
    return "occupied-from %s free-up-to %s frames-min %d settle %s doubt-max %s blind-after %s silent-after %s hold %s%s"
        .formatted(
            policy.occupiedFrom(),
            policy.freeUpTo(),
            policy.framesMin(),
            policy.settle(),
            policy.doubtMax(),
            policy.blindAfter(),
            policy.silentAfter(),
            policy.hold(),
            policy.reserveUnknown() ? " reserve-unknown" : "");
  }

  private static String of(Sighting sighting) {
    return "%s '%s' at '%s' %s %d"
        .formatted(
            sighting.id(),
            sighting.key().plate(),
            sighting.key().location(),
            sighting.status(),
            sighting.second());
  }

  private static String of(Session session) {
    return "%s revision %d '%s' at '%s' %d..%d %s cost %d %s"
        .formatted(
            session.id(),
            session.revision(),
            session.key().plate(),
            session.key().location(),
            session.start(),
            session.last(),
            session.state(),
            session.cost(),
            session.tariff().currency());
  }

  private static String of(SessionPolicy policy) {
    return policy.equals(SessionPolicy.DEFAULT)
        ? ""
        : " sessions timeout %d lateness %d forget %d tariffs %s places %s%s"
            .formatted(
                policy.rules().timeoutSeconds(),
                policy.rules().latenessSeconds(),
                policy.rules().forgetSeconds(),
                policy.tariffs().rules().stream()
                    .map(rule ->
                        "'%s' from %d %s".formatted(rule.lot(), rule.from(), of(rule.tariff())))
                    .toList(),
                policy.places().stream().map(place -> place.name() + " in " + place.lot()).toList(),
                policy.clearPlates() ? " clear" : "");
  }

  private static String of(Tariff tariff) {
    return "%s block %d price %d free %d day-max %d"
        .formatted(
            tariff.currency(),
            tariff.blockSeconds(),
            tariff.blockPrice(),
            tariff.freeSeconds(),
            tariff.dayPriceMax());
  }

  private static String of(Tally tally) {
    return "(capacity %d free %d occupied %d reserved %d unknown %d shortfall %d)"
        .formatted(
            tally.capacity(),
            tally.free(),
            tally.occupied(),
            tally.reserved(),
            tally.unknown(),
            tally.shortfall());
  }

  private static List<String> watches(List<Watch> watches) {
    return watches.stream()
        .map(watch ->
            "%s/%s%s"
                .formatted(
                    watch.lot(),
                    watch.spot(),
                    watch.outline().stream().map(corner -> corner.x() + "," + corner.y()).toList()))
        .toList();
  }
}
