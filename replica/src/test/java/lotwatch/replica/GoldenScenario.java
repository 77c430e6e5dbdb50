package lotwatch.replica;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import lotwatch.ledger.CameraCommand;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.Command;
import lotwatch.ledger.Entry;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.NodeCommand;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.Plate;
import lotwatch.ledger.Policy;
import lotwatch.ledger.PositionCommand;
import lotwatch.ledger.RecordingCommand;
import lotwatch.ledger.ReportCommand;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.SessionCommand;
import lotwatch.ledger.SpotId;
import lotwatch.ledger.Versions;
import lotwatch.ledger.Visibility;
import lotwatch.ledger.Watch;
import lotwatch.ledger.WorkCommand;
import lotwatch.ledger.WorkerStatus;
import org.jspecify.annotations.Nullable;

/**
 * The scenarios that are recorded: what happens on a small campus, with every command and outcome
 * of a version, and what happens at the ledger's limits.
 */
final class GoldenScenario {
  private static final LotId NORTH = new LotId("north");
  private static final LotId EAST = new LotId("east");
  private static final LotId NOWHERE = new LotId("nowhere");
  private static final CameraId GATE = new CameraId("gate");
  private static final CameraId ROOF = new CameraId("roof");
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N2 = new NodeId("n2");
  private static final List<SpotId> SPOTS = spots(4);
  private static final List<Watch.Corner> TRIANGLE =
      List.of(new Watch.Corner(0, 0.25), new Watch.Corner(1, 0), new Watch.Corner(0.5, 1));

  private final List<Entry> entries = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T08:00:00Z");

  private GoldenScenario() {}

  /**
   * Every command, outcome and event of a version, with deadlines, retries and a clock that is set
   * back. From version 2 on the first entry raises the version.
   *
   * @param history the id of the history, from version 2 on
   */
  static List<Entry> campus(int version, String history) {
    var all = new GoldenScenario();
    all.raise(version, history);
    all.lotsAndCounts();
    all.nodes();
    all.cameras();
    all.frames();
    all.reservations();
    all.reports();
    all.deadlines();
    all.refusals();
    var newer = new GoldenAdditions(all::named);
    if (version >= 2) {
      newer.positions();
      newer.revisions();
    }
    if (version >= 3) {
      newer.connections();
      newer.endings();
    }
    all.lastWords();
    if (version >= 4) {
      newer.spellings();
      newer.unknowns();
      newer.nonsense();
      newer.options();
      all.badFrames();
    }
    if (version >= 5) {
      var sessions = new GoldenSessions(all::named, () -> all.now, all::wait);
      sessions.all();
      if (version >= 6) {
        sessions.partitions();
      }
      if (version >= 7) {
        sessions.lateSightings();
      }
    }
    if (version >= 7) {
      new GoldenRecordings(all::named, all::wait).all();
    }
    return all.entries;
  }

  /** Fills every table of the ledger up to its limit and asks for one more. */
  static List<Entry> limits(int version, String history) {
    var all = new GoldenScenario();
    all.raise(version, history);
    all.repeat(LotCommand.LOTS_MAX + 1, i -> open(new LotId("lot" + i), "Lot " + i, 1, List.of()));
    var big = new LotId("lot0");
    all.then(open(big, "Big", LotCommand.CAPACITY_MAX, List.of()));
    all.then(new LotCommand.SetCount(big, 0));
    all.repeat(
        LotCommand.RESERVATIONS_MAX + 1, i -> new LotCommand.Reserve(big, new Plate("B-LW " + i)));
    all.repeat(
        ReportCommand.REPORTERS_MAX + 1,
        i -> new ReportCommand.Report("r" + i, "gate", i, all.now));
    all.repeat(
        ReportCommand.SERVICES_MAX + 1,
        i -> new ReportCommand.ServiceHeartbeat("s" + i, "up", all.now));
    all.repeat(
        CameraCommand.CAMERAS_MAX + 1,
        i -> new CameraCommand.PlaceCamera(new CameraId("c" + i), List.of()));
    all.repeat(NodeCommand.NODES_MAX + 1, i -> heartbeat("n" + i, 0, WorkerStatus.UNKNOWN));
    if (version >= 3) {
      all.repeat(PositionCommand.NAMES_OF_OWNER_MAX + 1, GoldenAdditions::take);
    }
    if (version >= 2) {
      all.repeat(PositionCommand.POSITIONS_MAX + 1, GoldenAdditions::position);
      all.then(GoldenAdditions.tooManyCameras());
    }
    if (version >= 4) {
      all.wait(60_000);
      all.then(new ReportCommand.Report("makes room", "gate", 1, all.now));
      all.then(new ReportCommand.ServiceHeartbeat("makes room", "up", all.now));
    }
    if (version >= 5) {
      all.repeat(SessionCommand.STREAMS_MAX + 1, i -> GoldenSessions.recording("stream" + i));
      all.repeat(
          SessionCommand.KEYS_MAX / SessionCommand.SIGHTINGS_MAX + 1,
          i -> GoldenSessions.batch("stream0", i));
    }
    if (version >= 6) {
      all.wait(601_000);
      all.then(GoldenSessions.recording("takes a place"));
      all.repeat(SessionCommand.PARTITIONS_MAX + 1, GoldenSessions::partition);
    }
    if (version >= 7) {
      all.repeat(RecordingCommand.RECORDINGS_MAX + 2, GoldenRecordings::recording);
      all.repeat(WorkCommand.WORKERS_MAX + 1, GoldenRecordings::worker);
    }
    return all.entries;
  }

  private void raise(int version, String history) {
    if (version > Versions.FIRST) {
      then(new Command.RaiseVersion(version, history));
      then(new Command.RaiseVersion(version));
    }
  }

  private void repeat(int count, IntFunction<Command> command) {
    for (int i = 0; i < count; i++) {
      entries.add(new Entry(now, null, command.apply(i)));
    }
  }

  private void then(Command command) {
    then(command, null);
  }

  private void then(Command command, @Nullable String request) {
    named(command, request == null ? null : new RequestId(request));
  }

  private void named(Command command, @Nullable RequestId request) {
    wait(200);
    entries.add(new Entry(now, request, command));
  }

  private void wait(int millis) {
    now = now.plusMillis(millis);
  }

  private static List<SpotId> spots(int count) {
    return IntStream.range(0, count).mapToObj(i -> new SpotId("s" + i)).toList();
  }

  private static Command open(LotId lot, String name, int capacity, List<SpotId> spots) {
    return new LotCommand.OpenLot(lot, name, capacity, spots);
  }

  private static Command heartbeat(String node, long sequence, WorkerStatus workerStatus) {
    return new NodeCommand.NodeHeartbeat(
        new NodeId(node),
        "http://%s:8080/".formatted(node),
        node + ":7070",
        sequence,
        workerStatus);
  }

  private static Command place(CameraId camera, SpotId... spots) {
    return new CameraCommand.PlaceCamera(
        camera, List.of(spots).stream().map(spot -> new Watch(NORTH, spot, TRIANGLE)).toList());
  }

  private Command frame(CameraId camera, Visibility visibility, double... occupied) {
    return new CameraCommand.Observe(
        camera,
        now,
        visibility,
        IntStream.range(0, occupied.length)
            .mapToObj(i -> new CameraCommand.Sighting(SPOTS.get(i), occupied[i]))
            .toList());
  }

  private void frames(int count, CameraId camera, Visibility visibility, double... occupied) {
    for (int i = 0; i < count; i++) {
      wait(800);
      then(frame(camera, visibility, occupied));
    }
  }

  private void lotsAndCounts() {
    then(new Command.Tick());
    then(open(NORTH, "North lot", 6, SPOTS), "open-north");
    then(open(NORTH, "North lot", 6, SPOTS), "open-north");
    then(open(NORTH, "North lot", 6, SPOTS));
    then(open(EAST, "Ostparkplatz \u00fc \ud83d\ude97", 3, List.of()));
    then(new LotCommand.Count(EAST, 2));
    then(new LotCommand.Count(EAST, -1), "count-1");
    then(new LotCommand.Count(EAST, -1), "count-1");
    then(new LotCommand.Count(EAST, 99));
    then(new LotCommand.Count(EAST, Long.MIN_VALUE));
    then(new LotCommand.SetCount(EAST, 2));
    then(new LotCommand.SetCount(EAST, 2));
    then(new LotCommand.SetCount(EAST, -5));
    then(open(EAST, "East", 2, List.of()));
    then(open(new LotId("west"), "West", 1, List.of()));
    then(new LotCommand.CloseLot(new LotId("west")), "close-west");
  }

  private void nodes() {
    then(heartbeat("n1", 3, new WorkerStatus(2, List.of())));
    then(heartbeat("n2", 0, new WorkerStatus(3, List.of(1, 3))));
    then(heartbeat("n1", 9, WorkerStatus.UNKNOWN));
  }

  private void cameras() {
    then(place(GATE, SPOTS.get(0), SPOTS.get(1), SPOTS.get(2)));
    then(place(GATE, SPOTS.get(0), SPOTS.get(1), SPOTS.get(2)));
    then(place(ROOF, SPOTS.get(2), SPOTS.get(3)), "place-roof");
    then(place(new CameraId("spare")));
    then(new CameraCommand.RemoveCamera(new CameraId("spare")));
  }

  private void frames() {
    frames(6, GATE, Visibility.CLEAR, 0.9, 0.1, 0.5);
    frames(2, ROOF, Visibility.CLEAR, 0.2, 0.2, 0.97, 0.03);
    then(heartbeat("n1", 20, new WorkerStatus(1, List.of())));
    then(heartbeat("n2", 20, new WorkerStatus(1, List.of(1))));
    frames(4, ROOF, Visibility.CLEAR, 0.2, 0.2, 0.97, 0.03);
    frames(3, GATE, Visibility.CLEAR, 0.05);
    then(new CameraCommand.Observe(GATE, now.minusSeconds(2), Visibility.CLEAR, List.of()));
    then(heartbeat("n1", 20, WorkerStatus.UNKNOWN));
    then(heartbeat("n2", 20, WorkerStatus.UNKNOWN));
    frames(3, GATE, Visibility.BLACK);
    frames(5, GATE, Visibility.COVERED);
  }

  private void reservations() {
    then(new LotCommand.Reserve(EAST, new Plate("B-LW 1")), "r1");
    then(new LotCommand.Reserve(EAST, new Plate("B-LW 1")), "r1");
    then(new LotCommand.Reserve(EAST, new Plate("B-LW 1")), "r2");
    then(new LotCommand.Reserve(EAST, new Plate("B-LW 1")), "r2");
    then(
        new LotCommand.Reserve(EAST, new Plate("M\u00dc-\u00d6 77")), "node/n1/00ff00ff00ff00ff/1");
    then(new LotCommand.Reserve(EAST, new Plate("B-LW 3")));
    then(new LotCommand.SetCount(EAST, 1));
    then(new LotCommand.Cancel(EAST, new Plate("B-LW 1")), "c1");
    then(new LotCommand.Cancel(EAST, new Plate("B-LW 1")));
    then(new LotCommand.Reserve(NORTH, new Plate("B-LW 1")));
  }

  private void reports() {
    then(new ReportCommand.Report("gate-cam", "east", 2, now.minusSeconds(3)));
    then(new ReportCommand.Report("gate-cam", "East", -1, now));
    then(new ReportCommand.Report("roof-cam", "somewhere else", 7, now), "report");
    then(new ReportCommand.ServiceHeartbeat("service-1", "UP", now.minusMillis(1)));
    then(new ReportCommand.ServiceHeartbeat("service-1", "DOWN", now));
    then(new ReportCommand.ServiceHeartbeat("service-2", "with words", Instant.MAX));
  }

  private void deadlines() {
    then(heartbeat("n1", 30, WorkerStatus.UNKNOWN));
    then(heartbeat("n2", 30, WorkerStatus.UNKNOWN));
    then(new NodeCommand.Leave(N2));
    then(new NodeCommand.Leave(N2));
    wait(6_000); // n1 was not heard for 5 s
    then(new Command.Tick());
    wait(11_000); // nor a camera for 10 s
    then(new Command.Tick());
    then(heartbeat("n1", 30, WorkerStatus.UNKNOWN));
    then(
        new Command.AdoptPolicy(
            new Policy(
                0.75,
                0.25,
                2,
                Duration.ofMillis(1_500),
                Duration.ofSeconds(8),
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                Duration.ofMillis(5_250))),
        "policy");
    then(new Command.AdoptPolicy(Policy.DEFAULT));
    then(new Command.AdoptPolicy(Policy.DEFAULT));
    wait(300_000); // reservations end
    then(new Command.Tick());
    now = now.minusSeconds(100); // a leader whose clock is behind
    then(new LotCommand.Reserve(EAST, new Plate("B-LW 4")));
    wait(100_000);
    wait(3_600_000); // requests are forgotten
    then(new Command.Tick(), "an hour later");
    then(new LotCommand.SetCount(EAST, 0), "node/n1/00ff00ff00ff00ff/9");
    then(new LotCommand.Reserve(EAST, new Plate("B-LW 1")), "r1");
    then(new LotCommand.Cancel(EAST, new Plate("B-LW 1")), "node/n1/00ff00ff00ff00ff/1");
  }

  private void refusals() {
    then(new LotCommand.CloseLot(NOWHERE), "close-nowhere");
    then(new LotCommand.CloseLot(NOWHERE), "close-nowhere");
    then(new LotCommand.Count(NOWHERE, 1));
    then(new LotCommand.SetCount(NOWHERE, 1));
    then(new LotCommand.Reserve(NOWHERE, new Plate("B-LW 5")));
    then(new LotCommand.Cancel(NOWHERE, new Plate("B-LW 5")));
    then(new LotCommand.Count(NORTH, 1));
    then(new LotCommand.SetCount(NORTH, 1));
    then(new CameraCommand.RemoveCamera(new CameraId("none")));
    then(frame(new CameraId("none"), Visibility.CLEAR, 1.0));
    then(place(GATE, new SpotId("none")));
    then(place(GATE, SPOTS.get(0), SPOTS.get(0)));
    then(
        new CameraCommand.PlaceCamera(
            GATE, List.of(new Watch(NOWHERE, SPOTS.getFirst(), TRIANGLE))));
    then(
        new CameraCommand.PlaceCamera(
            GATE,
            spots(CameraCommand.WATCHES_MAX + 1).stream()
                .map(spot -> new Watch(NORTH, spot, TRIANGLE))
                .toList()));
    then(open(NOWHERE, "None", 0, List.of()));
    then(open(NOWHERE, "None", LotCommand.CAPACITY_MAX + 1, List.of()));
    then(open(NOWHERE, "None", 1, SPOTS));
    then(open(NOWHERE, "None", LotCommand.CAPACITY_MAX, spots(LotCommand.SPOTS_MAX + 1)));
    then(open(NOWHERE, "None", 4, List.of(SPOTS.get(1), SPOTS.get(1))));
  }

  /** Of version 4: what a camera sends shows nothing. */
  private void badFrames() {
    frames(8, ROOF, Visibility.DAMAGED, 0.9, 0.9, 0.6, 0.6);
    frames(8, GATE, Visibility.FROZEN);
  }

  /** Leaves something of everything in the state. */
  private void lastWords() {
    then(heartbeat("n1", 40, new WorkerStatus(4, List.of(2))));
    then(heartbeat("n3", 41, WorkerStatus.UNKNOWN));
    then(place(ROOF, SPOTS.get(1), SPOTS.get(2), SPOTS.get(3)));
    frames(4, GATE, Visibility.CLEAR, 0.9, 0.1, 0.4);
    frames(2, ROOF, Visibility.CLEAR, 0.9, 0.9, 0.6, 0.6);
    then(frame(GATE, Visibility.COVERED));
    then(open(NORTH, "North lot, smaller", 4, SPOTS.subList(0, 3)));
    then(open(new LotId("south"), "South", 9, List.of()));
    then(new LotCommand.SetCount(EAST, 0));
    then(new LotCommand.Reserve(EAST, new Plate("B-LW 6")), "last");
    then(new LotCommand.Reserve(EAST, new Plate("B-LW 7")), "node/n3/00ff00ff00ff00ff/2");
    then(new LotCommand.Reserve(EAST, new Plate("B-LW 8")), "full");
    then(new Command.Tick(), "tick");
    then(heartbeat(N1.value(), 60, WorkerStatus.UNKNOWN));
  }
}
