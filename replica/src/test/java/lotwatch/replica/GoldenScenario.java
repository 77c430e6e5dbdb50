package lotwatch.replica;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.Command;
import lotwatch.ledger.Crew;
import lotwatch.ledger.Entry;
import lotwatch.ledger.Limits;
import lotwatch.ledger.LotId;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.Plate;
import lotwatch.ledger.Policy;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.SpotId;
import lotwatch.ledger.View;
import lotwatch.ledger.Watch;
import org.jspecify.annotations.Nullable;

/**
 * The scenarios that are recorded: what happens on a small campus, with every command and outcome
 * of this version, and what happens at the ledger's limits.
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

  /** Every command, outcome and event, with deadlines, retries and a clock that is set back. */
  static List<Entry> campus() {
    var all = new GoldenScenario();
    all.lotsAndCounts();
    all.nodes();
    all.cameras();
    all.frames();
    all.reservations();
    all.reports();
    all.deadlines();
    all.refusals();
    all.lastWords();
    return all.entries;
  }

  /** Fills every table of the ledger up to its limit and asks for one more. */
  static List<Entry> limits() {
    var all = new GoldenScenario();
    all.repeat(Limits.LOTS_MAX + 1, i -> open(new LotId("lot" + i), "Lot " + i, 1, List.of()));
    var big = new LotId("lot0");
    all.then(open(big, "Big", Limits.CAPACITY_MAX, List.of()));
    all.then(new Command.SetCount(big, 0));
    all.repeat(Limits.RESERVATIONS_MAX + 1, i -> new Command.Reserve(big, new Plate("B-LW " + i)));
    all.repeat(Limits.REPORTERS_MAX + 1, i -> new Command.Report("r" + i, "gate", i, all.now));
    all.repeat(Limits.SERVICES_MAX + 1, i -> new Command.Hear("s" + i, "up", all.now));
    all.repeat(
        Limits.CAMERAS_MAX + 1, i -> new Command.PlaceCamera(new CameraId("c" + i), List.of()));
    all.repeat(Limits.NODES_MAX + 1, i -> heartbeat("n" + i, 0, Crew.UNKNOWN));
    return all.entries;
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
    wait(200);
    entries.add(new Entry(now, request == null ? null : new RequestId(request), command));
  }

  private void wait(int millis) {
    now = now.plusMillis(millis);
  }

  private static List<SpotId> spots(int count) {
    return IntStream.range(0, count).mapToObj(i -> new SpotId("s" + i)).toList();
  }

  private static Command open(LotId lot, String name, int capacity, List<SpotId> spots) {
    return new Command.OpenLot(lot, name, capacity, spots);
  }

  private static Command heartbeat(String node, long sequence, Crew crew) {
    return new Command.Attend(
        new NodeId(node), "http://%s:8080/".formatted(node), node + ":7070", sequence, crew);
  }

  private static Command place(CameraId camera, SpotId... spots) {
    return new Command.PlaceCamera(
        camera, List.of(spots).stream().map(spot -> new Watch(NORTH, spot, TRIANGLE)).toList());
  }

  private Command frame(CameraId camera, View view, double... occupied) {
    return new Command.Observe(
        camera,
        now,
        view,
        IntStream.range(0, occupied.length)
            .mapToObj(i -> new Command.Sighting(SPOTS.get(i), occupied[i]))
            .toList());
  }

  private void frames(int count, CameraId camera, View view, double... occupied) {
    for (int i = 0; i < count; i++) {
      wait(800);
      then(frame(camera, view, occupied));
    }
  }

  private void lotsAndCounts() {
    then(new Command.Tick());
    then(open(NORTH, "North lot", 6, SPOTS), "open-north");
    then(open(NORTH, "North lot", 6, SPOTS), "open-north");
    then(open(NORTH, "North lot", 6, SPOTS));
    then(open(EAST, "Ostparkplatz \u00fc \ud83d\ude97", 3, List.of()));
    then(new Command.Count(EAST, 2));
    then(new Command.Count(EAST, -1), "count-1");
    then(new Command.Count(EAST, -1), "count-1");
    then(new Command.Count(EAST, 99));
    then(new Command.Count(EAST, Long.MIN_VALUE));
    then(new Command.SetCount(EAST, 2));
    then(new Command.SetCount(EAST, 2));
    then(new Command.SetCount(EAST, -5));
    then(open(EAST, "East", 2, List.of()));
    then(open(new LotId("west"), "West", 1, List.of()));
    then(new Command.CloseLot(new LotId("west")), "close-west");
  }

  private void nodes() {
    then(heartbeat("n1", 3, new Crew(2, List.of())));
    then(heartbeat("n2", 0, new Crew(3, List.of(1, 3))));
    then(heartbeat("n1", 9, Crew.UNKNOWN));
  }

  private void cameras() {
    then(place(GATE, SPOTS.get(0), SPOTS.get(1), SPOTS.get(2)));
    then(place(GATE, SPOTS.get(0), SPOTS.get(1), SPOTS.get(2)));
    then(place(ROOF, SPOTS.get(2), SPOTS.get(3)), "place-roof");
    then(place(new CameraId("spare")));
    then(new Command.RemoveCamera(new CameraId("spare")));
  }

  private void frames() {
    frames(6, GATE, View.CLEAR, 0.9, 0.1, 0.5);
    frames(2, ROOF, View.CLEAR, 0.2, 0.2, 0.97, 0.03);
    then(heartbeat("n1", 20, new Crew(1, List.of())));
    then(heartbeat("n2", 20, new Crew(1, List.of(1))));
    frames(4, ROOF, View.CLEAR, 0.2, 0.2, 0.97, 0.03);
    frames(3, GATE, View.CLEAR, 0.05);
    then(new Command.Observe(GATE, now.minusSeconds(2), View.CLEAR, List.of()));
    then(heartbeat("n1", 20, Crew.UNKNOWN));
    then(heartbeat("n2", 20, Crew.UNKNOWN));
    frames(3, GATE, View.BLACK);
    frames(5, GATE, View.COVERED);
  }

  private void reservations() {
    then(new Command.Reserve(EAST, new Plate("B-LW 1")), "r1");
    then(new Command.Reserve(EAST, new Plate("B-LW 1")), "r1");
    then(new Command.Reserve(EAST, new Plate("B-LW 1")), "r2");
    then(new Command.Reserve(EAST, new Plate("B-LW 1")), "r2");
    then(new Command.Reserve(EAST, new Plate("M\u00dc-\u00d6 77")), "node/n1/00ff00ff00ff00ff/1");
    then(new Command.Reserve(EAST, new Plate("B-LW 3")));
    then(new Command.SetCount(EAST, 1));
    then(new Command.Cancel(EAST, new Plate("B-LW 1")), "c1");
    then(new Command.Cancel(EAST, new Plate("B-LW 1")));
    then(new Command.Reserve(NORTH, new Plate("B-LW 1")));
  }

  private void reports() {
    then(new Command.Report("gate-cam", "east", 2, now.minusSeconds(3)));
    then(new Command.Report("gate-cam", "East", -1, now));
    then(new Command.Report("roof-cam", "somewhere else", 7, now), "report");
    then(new Command.Hear("service-1", "UP", now.minusMillis(1)));
    then(new Command.Hear("service-1", "DOWN", now));
    then(new Command.Hear("service-2", "with words", Instant.MAX));
  }

  private void deadlines() {
    then(heartbeat("n1", 30, Crew.UNKNOWN));
    then(heartbeat("n2", 30, Crew.UNKNOWN));
    then(new Command.Leave(N2));
    then(new Command.Leave(N2));
    wait(6_000); // n1 was not heard for 5 s
    then(new Command.Tick());
    wait(11_000); // nor a camera for 10 s
    then(new Command.Tick());
    then(heartbeat("n1", 30, Crew.UNKNOWN));
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
    then(new Command.Reserve(EAST, new Plate("B-LW 4")));
    wait(100_000);
    wait(3_600_000); // requests are forgotten
    then(new Command.Tick(), "an hour later");
    then(new Command.SetCount(EAST, 0), "node/n1/00ff00ff00ff00ff/9");
    then(new Command.Reserve(EAST, new Plate("B-LW 1")), "r1");
    then(new Command.Cancel(EAST, new Plate("B-LW 1")), "node/n1/00ff00ff00ff00ff/1");
  }

  private void refusals() {
    then(new Command.CloseLot(NOWHERE), "close-nowhere");
    then(new Command.CloseLot(NOWHERE), "close-nowhere");
    then(new Command.Count(NOWHERE, 1));
    then(new Command.SetCount(NOWHERE, 1));
    then(new Command.Reserve(NOWHERE, new Plate("B-LW 5")));
    then(new Command.Cancel(NOWHERE, new Plate("B-LW 5")));
    then(new Command.Count(NORTH, 1));
    then(new Command.SetCount(NORTH, 1));
    then(new Command.RemoveCamera(new CameraId("none")));
    then(frame(new CameraId("none"), View.CLEAR, 1.0));
    then(place(GATE, new SpotId("none")));
    then(place(GATE, SPOTS.get(0), SPOTS.get(0)));
    then(new Command.PlaceCamera(GATE, List.of(new Watch(NOWHERE, SPOTS.getFirst(), TRIANGLE))));
    then(
        new Command.PlaceCamera(
            GATE,
            spots(Limits.WATCHES_MAX + 1).stream()
                .map(spot -> new Watch(NORTH, spot, TRIANGLE))
                .toList()));
    then(open(NOWHERE, "None", 0, List.of()));
    then(open(NOWHERE, "None", Limits.CAPACITY_MAX + 1, List.of()));
    then(open(NOWHERE, "None", 1, SPOTS));
    then(open(NOWHERE, "None", Limits.CAPACITY_MAX, spots(Limits.SPOTS_MAX + 1)));
    then(open(NOWHERE, "None", 4, List.of(SPOTS.get(1), SPOTS.get(1))));
  }

  /** Leaves something of everything in the state. */
  private void lastWords() {
    then(heartbeat("n1", 40, new Crew(4, List.of(2))));
    then(heartbeat("n3", 41, Crew.UNKNOWN));
    then(place(ROOF, SPOTS.get(1), SPOTS.get(2), SPOTS.get(3)));
    frames(4, GATE, View.CLEAR, 0.9, 0.1, 0.4);
    frames(2, ROOF, View.CLEAR, 0.9, 0.9, 0.6, 0.6);
    then(frame(GATE, View.COVERED));
    then(open(NORTH, "North lot, smaller", 4, SPOTS.subList(0, 3)));
    then(open(new LotId("south"), "South", 9, List.of()));
    then(new Command.SetCount(EAST, 0));
    then(new Command.Reserve(EAST, new Plate("B-LW 6")), "last");
    then(new Command.Reserve(EAST, new Plate("B-LW 7")), "node/n3/00ff00ff00ff00ff/2");
    then(new Command.Reserve(EAST, new Plate("B-LW 8")), "full");
    then(new Command.Tick(), "tick");
    then(heartbeat(N1.value(), 60, Crew.UNKNOWN));
  }
}
