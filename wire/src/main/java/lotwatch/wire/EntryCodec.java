package lotwatch.wire;

import java.util.ArrayList;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.Command;
import lotwatch.ledger.Crew;
import lotwatch.ledger.Entry;
import lotwatch.ledger.LotId;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.Plate;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.SpotId;
import lotwatch.wire.proto.Line;

/** One line of the log as bytes and back. */
public final class EntryCodec {
  private static final StrictParser<Line> LINE = new StrictParser<>(Line.getDefaultInstance());

  private EntryCodec() {}

  /** The entry as bytes: version, checksum, message. */
  public static byte[] bytes(Entry entry) {
    var line = Line.newBuilder().setAt(Terms.time(entry.at()));
    if (entry.request() != null) {
      line.setRequest(entry.request().value());
    }
    put(entry.command(), line);
    return Envelope.seal(entry.command().version(), line.build());
  }

  /**
   * The entry that gave these bytes.
   *
   * @throws CorruptException if they are damaged, of a newer version, or hold a field that we do
   *     not know
   */
  public static Entry entry(byte[] bytes) throws CorruptException {
    var line = Envelope.open(LINE, bytes);
    try {
      var command = command(line);
      if (command.version() != Envelope.version(bytes)) {
        throw new CorruptException(
            "a command of version %d in a line of version %d"
                .formatted(command.version(), Envelope.version(bytes)));
      }
      return new Entry(
          Terms.time(line.getAt()),
          line.hasRequest() ? new RequestId(line.getRequest()) : null,
          command);
    } catch (RuntimeException e) {
      throw new CorruptException("not an entry: " + e.getMessage(), e);
    }
  }

  private static void put(Command command, Line.Builder line) {
    switch (command) {
      case Command.AdoptPolicy adopt ->
          line.getAdoptPolicyBuilder().setRules(Terms.rules(adopt.policy()));
      case Command.OpenLot open -> {
        var to =
            line.getOpenLotBuilder()
                .setLot(open.lot().value())
                .setName(open.name())
                .setCapacity(open.capacity());
        open.spots().forEach(spot -> to.addSpots(spot.value()));
      }
      case Command.CloseLot close -> line.getCloseLotBuilder().setLot(close.lot().value());
      case Command.PlaceCamera place ->
          line.getPlaceCameraBuilder()
              .setCamera(place.camera().value())
              .addAllWatches(Terms.outlines(place.watches()));
      case Command.RemoveCamera remove ->
          line.getRemoveCameraBuilder().setCamera(remove.camera().value());
      case Command.Observe observe -> {
        var to =
            line.getObserveBuilder()
                .setCamera(observe.camera().value())
                .setSeenAt(Terms.time(observe.seenAt()))
                .setView(Terms.sight(observe.view()));
        observe.sightings().forEach(s -> to.addSpots(s.spot().value()).addOccupied(s.occupied()));
      }
      case Command.Count count ->
          line.getCountBuilder().setLot(count.lot().value()).setDelta(count.delta());
      case Command.SetCount set ->
          line.getSetCountBuilder().setLot(set.lot().value()).setOccupied(set.occupied());
      case Command.Reserve reserve ->
          line.getReserveBuilder().setLot(reserve.lot().value()).setPlate(reserve.plate().text());
      case Command.Cancel cancel ->
          line.getCancelBuilder().setLot(cancel.lot().value()).setPlate(cancel.plate().text());
      case Command.Attend attend ->
          line.getAttendBuilder()
              .setNode(attend.node().value())
              .setPage(attend.page())
              .setAddress(attend.address())
              .setSequence(attend.sequence())
              .setWorkers(attend.crew().workers())
              .addAllStuck(attend.crew().stuck());
      case Command.Leave leave -> line.getLeaveBuilder().setNode(leave.node().value());
      case Command.Report report ->
          line.getReportBuilder()
              .setReporter(report.reporter())
              .setLocation(report.location())
              .setAvailable(report.available())
              .setReportedAt(Terms.time(report.reportedAt()));
      case Command.Hear hear ->
          line.getHearBuilder()
              .setService(hear.service())
              .setStatus(hear.status())
              .setHeardAt(Terms.time(hear.heardAt()));
      case Command.Tick() -> line.setTick(Line.Tick.getDefaultInstance());
      case Command.RaiseVersion raise -> line.getRaiseVersionBuilder().setTo(raise.to());
    }
  }

  private static Command command(Line line) throws CorruptException {
    return switch (line.getCommandCase()) {
      case ADOPT_POLICY -> new Command.AdoptPolicy(Terms.rules(line.getAdoptPolicy().getRules()));
      case OPEN_LOT -> {
        var open = line.getOpenLot();
        yield new Command.OpenLot(
            new LotId(open.getLot()),
            open.getName(),
            open.getCapacity(),
            open.getSpotsList().stream().map(SpotId::new).toList());
      }
      case CLOSE_LOT -> new Command.CloseLot(new LotId(line.getCloseLot().getLot()));
      case PLACE_CAMERA ->
          new Command.PlaceCamera(
              new CameraId(line.getPlaceCamera().getCamera()),
              Terms.watches(line.getPlaceCamera().getWatchesList()));
      case REMOVE_CAMERA ->
          new Command.RemoveCamera(new CameraId(line.getRemoveCamera().getCamera()));
      case OBSERVE -> observe(line.getObserve());
      case COUNT ->
          new Command.Count(new LotId(line.getCount().getLot()), line.getCount().getDelta());
      case SET_COUNT ->
          new Command.SetCount(
              new LotId(line.getSetCount().getLot()), line.getSetCount().getOccupied());
      case RESERVE ->
          new Command.Reserve(
              new LotId(line.getReserve().getLot()), new Plate(line.getReserve().getPlate()));
      case CANCEL ->
          new Command.Cancel(
              new LotId(line.getCancel().getLot()), new Plate(line.getCancel().getPlate()));
      case ATTEND ->
          new Command.Attend(
              new NodeId(line.getAttend().getNode()),
              line.getAttend().getPage(),
              line.getAttend().getAddress(),
              line.getAttend().getSequence(),
              new Crew(line.getAttend().getWorkers(), line.getAttend().getStuckList()));
      case LEAVE -> new Command.Leave(new NodeId(line.getLeave().getNode()));
      case REPORT -> {
        var report = line.getReport();
        yield new Command.Report(
            report.getReporter(),
            report.getLocation(),
            report.getAvailable(),
            Terms.time(report.getReportedAt()));
      }
      case HEAR -> {
        var hear = line.getHear();
        yield new Command.Hear(hear.getService(), hear.getStatus(), Terms.time(hear.getHeardAt()));
      }
      case TICK -> new Command.Tick();
      case RAISE_VERSION -> new Command.RaiseVersion(line.getRaiseVersion().getTo());
      case COMMAND_NOT_SET -> throw new CorruptException("a line without a command we know");
    };
  }

  private static Command observe(Line.Observe observe) throws CorruptException {
    if (observe.getSpotsCount() != observe.getOccupiedCount()) {
      throw new CorruptException("a sighting without spot or probability");
    }
    var sightings = new ArrayList<Command.Sighting>(observe.getSpotsCount());
    for (int i = 0; i < observe.getSpotsCount(); i++) {
      sightings.add(new Command.Sighting(new SpotId(observe.getSpots(i)), observe.getOccupied(i)));
    }
    return new Command.Observe(
        new CameraId(observe.getCamera()),
        Terms.time(observe.getSeenAt()),
        Terms.sight(observe.getView()),
        sightings);
  }
}
