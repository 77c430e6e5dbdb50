package lotwatch.ledger;

import static java.util.Objects.requireNonNull;
import static lotwatch.ledger.Campus.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lotwatch.ledger.Command.RaiseVersion;
import lotwatch.ledger.Command.Tick;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.Outcome.Seen;
import lotwatch.ledger.SessionChange.SessionChanged;
import lotwatch.ledger.SessionCommand.Read;
import lotwatch.ledger.SessionCommand.See;
import lotwatch.ledger.SessionCommand.Take;
import lotwatch.ledger.View.StreamView;
import lotwatch.sessions.Machine;
import lotwatch.sessions.Session;
import lotwatch.sessions.Session.State;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;
import lotwatch.sessions.Tariff;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where sightings come from: what is forgotten, and that each record counts once. */
class SessionStreamsTest {
  private static final long THEN = NOON.getEpochSecond() - 1_000_000;
  private static final String TOPIC = "kafka/raw-data/0";

  private final Campus campus = Campus.open();

  @BeforeEach
  void raise() {
    campus.tell(new RaiseVersion(6));
  }

  private static Sighting car(String plate, Status status, long second) {
    return new Sighting(plate + status + second, new SessionKey(plate, "gate"), status, second);
  }

  private static Session session(String plate, int revision, State state, long last) {
    var key = new SessionKey(plate, "GATE");
    return new Session("id of " + plate, revision, key, THEN, last, state, Tariff.SYSTEM_C);
  }

  private static Read read(long from, Sighting... sightings) {
    return new Read(TOPIC, from, from + sightings.length, List.of(sightings), Long.MIN_VALUE);
  }

  private Outcome record(String stream, Sighting... sightings) {
    return campus.tell(new See(stream, List.of(sightings)));
  }

  private List<Session> told() {
    var told = new ArrayList<Session>();
    for (var event : campus.events) {
      if (event.change() instanceof SessionChanged changed) {
        told.add(changed.session());
      }
    }
    return told;
  }

  private StreamView partition() {
    return requireNonNull(campus.ledger.view().sessionStreams().get(TOPIC));
  }

  private static Reason reason(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Rejected.class);
    return ((Rejected) outcome).reason();
  }

  private void restoredIsTheSame() {
    var saved = campus.ledger.save();
    assertThat(Ledger.restore(saved).save()).isEqualTo(saved);
    assertThat(Ledger.restore(saved).view().due()).isEqualTo(campus.ledger.view().due());
  }

  @Test
  void recordingThatNothingComesOfIsOverAndItsSessionsEnd() {
    record("camera-1", car("A", Status.ENTERING, THEN), car("B", Status.ENTERING, THEN + 5));
    campus.pass(SessionCommand.RECORDING_IDLE.minusSeconds(1));
    campus.tell(new Tick());
    assertThat(campus.ledger.view().sessions()).hasSize(2);
    restoredIsTheSame();

    campus.pass(Duration.ofSeconds(1));
    assertThat(campus.ledger.view().due()).isEqualTo(campus.now);
    campus.tell(new Tick());

    assertThat(campus.ledger.view().sessions()).isEmpty();
    assertThat(told()).filteredOn(Session::hasEnded).hasSize(2);
    assertThat(told().getLast().state()).isEqualTo(State.TIMEOUT);
    assertThat(told().getLast().last()).isEqualTo(THEN + 5);
    assertThat(campus.ledger.save().parts())
        .noneMatch(part -> part instanceof SessionState.Stream)
        .noneMatch(part -> part instanceof SessionState.Key);
    assertThat(campus.ledger.view().due()).isEqualTo(Instant.MAX);
  }

  @Test
  void newRecordingTakesThePlaceOfTheOneThatPausedLongest() {
    for (int i = 0; i < SessionCommand.STREAMS_MAX; i++) {
      record("r" + i, car("A", Status.ENTERING, THEN));
      campus.pass(Duration.ofSeconds(1));
    }
    assertThat(reason(record("more", car("A", Status.ENTERING, THEN)))).isEqualTo(Reason.LIMIT);

    record("r0", car("A", Status.PARKED, THEN + 1));
    campus.pass(SessionCommand.RECORDING_PAUSE.minusSeconds(SessionCommand.STREAMS_MAX - 3));
    assertThat(record("more", car("A", Status.ENTERING, THEN))).isInstanceOf(Seen.class);

    assertThat(told()).filteredOn(Session::hasEnded).hasSize(1);
    var names =
        campus.ledger.save().parts().stream()
            .filter(SessionState.Stream.class::isInstance)
            .map(part -> ((SessionState.Stream) part).name())
            .toList();
    assertThat(names).hasSize(SessionCommand.STREAMS_MAX).contains("r0", "more");
    assertThat(names).doesNotContain("r1");
  }

  @Test
  void recordingsDoNotCountAgainstCarsThatAreSeenNow() {
    for (int batch = 0; batch < SessionCommand.KEYS_MAX / SessionCommand.SIGHTINGS_MAX; batch++) {
      int number = batch;
      var cars =
          IntStream.range(0, SessionCommand.SIGHTINGS_MAX)
              .mapToObj(i -> car(number + "-" + i, Status.PARKED, THEN))
              .toArray(Sighting[]::new);
      assertThat(record("full", cars)).isInstanceOf(Seen.class);
    }
    assertThat(reason(record("full", car("one", Status.PARKED, THEN)))).isEqualTo(Reason.LIMIT);
    assertThat(reason(record("new", car("one", Status.PARKED, THEN)))).isEqualTo(Reason.LIMIT);

    var now = car("one", Status.PARKED, campus.now.getEpochSecond());
    assertThat(campus.tell(new See(List.of(now)))).isEqualTo(new Seen(1, 0, 0, 0, 0));
    assertThat(campus.tell(read(0, car("one", Status.PARKED, THEN))))
        .isEqualTo(new Seen(1, 0, 0, 0, 0));
  }

  @Test
  void noRecordingEndsForOneThatIsRejectedAllTheSame() {
    record("paused", car("A", Status.ENTERING, THEN));
    campus.pass(SessionCommand.RECORDING_PAUSE);
    for (int batch = 0; batch < SessionCommand.KEYS_MAX / SessionCommand.SIGHTINGS_MAX; batch++) {
      int number = batch;
      record(
          "full",
          IntStream.range(0, SessionCommand.SIGHTINGS_MAX - 1)
              .mapToObj(i -> car(number + "-" + i, Status.PARKED, THEN))
              .toArray(Sighting[]::new));
    }
    var before = campus.ledger.save();
    var many =
        IntStream.range(0, 100)
            .mapToObj(i -> car("more" + i, Status.PARKED, THEN))
            .toArray(Sighting[]::new);

    assertThat(reason(record("new", many))).isEqualTo(Reason.LIMIT);

    assertThat(campus.ledger.save()).isEqualTo(before);
    assertThat(told()).noneMatch(Session::hasEnded);
  }

  @Test
  void openSessionsThatOthersComputeHaveALimitAndKnownOnesGoOn() {
    long next = 0;
    for (int batch = 0; batch < SessionCommand.KEYS_MAX / SessionCommand.SIGHTINGS_MAX; batch++) {
      int number = batch;
      var sessions =
          IntStream.range(0, SessionCommand.SIGHTINGS_MAX)
              .mapToObj(i -> session(number + "-" + i, 1, State.ACTIVE, THEN))
              .toList();
      campus.tell(new Take(TOPIC, next, next + sessions.size(), sessions));
      next += sessions.size();
    }
    var two = List.of(session("x", 1, State.ACTIVE, THEN), session("0-0", 2, State.ACTIVE, THEN));
    assertThat(reason(campus.tell(new Take(TOPIC, next, next + 2, two)))).isEqualTo(Reason.LIMIT);
    assertThat(campus.tell(new Take(TOPIC, next, next + 1, List.of(two.getLast()))))
        .isEqualTo(new Seen(1, 0, 0, 0, 0));
  }

  @Test
  void beforeVersion6NothingIsForgottenAndThenItBeginsToBeIdle() {
    var old = Campus.open();
    old.tell(new See("r", List.of(car("A", Status.ENTERING, THEN))));
    old.pass(SessionCommand.RECORDING_IDLE.multipliedBy(3));
    old.tell(new Tick());
    assertThat(old.ledger.view().sessions()).hasSize(1);
    assertThat(old.ledger.save().parts()).allMatch(part -> part.version() <= 5);

    old.tell(new RaiseVersion(6));
    old.pass(SessionCommand.RECORDING_IDLE);
    old.tell(new Tick());
    assertThat(old.ledger.view().sessions()).isEmpty();
  }

  @Test
  void recordOfPartitionCountsOnceHoweverOftenItIsRead() {
    assertThat(campus.tell(read(7, car("A", Status.ENTERING, THEN))))
        .isEqualTo(new Seen(1, 0, 0, 0, 0));
    var again = campus.tell(read(7, car("A", Status.ENTERING, THEN)));
    assertThat(reason(again)).isEqualTo(Reason.STALE);
    assertThat(((Rejected) again).detail()).contains("offset 8").contains(TOPIC);
    assertThat(reason(campus.tell(read(9)))).isEqualTo(Reason.STALE);
    assertThat(campus.tell(read(8, car("A", Status.EXITING, THEN + 90))))
        .isEqualTo(new Seen(1, 0, 0, 0, 0));

    assertThat(told()).hasSize(2);
    assertThat(partition().next()).isEqualTo(9);
    restoredIsTheSame();
  }

  @Test
  void clockOfPartitionEndsItsSessionsAndNoOther() {
    campus.tell(read(0, car("A", Status.ENTERING, THEN)));
    campus.tell(new Read("kafka/raw-data/1", 5, 6, List.of(car("B", Status.ENTERING, THEN)), 0));
    assertThat(partition()).isEqualTo(new StreamView(1, THEN, THEN + 601));

    campus.tell(new Read(TOPIC, 1, 1, List.of(), THEN + 601));

    assertThat(told().getLast().key().plate()).isEqualTo("A");
    assertThat(told().getLast().state()).isEqualTo(State.TIMEOUT);
    assertThat(campus.ledger.view().sessions()).hasSize(1);
    campus.tell(new Read(TOPIC, 1, 1, List.of(), THEN + 661));
    assertThat(partition().deadline()).isEqualTo(Machine.NEVER);
  }

  @Test
  void partitionIsForgottenLongAfterAnythingCameOfIt() {
    campus.tell(read(3, car("A", Status.ENTERING, THEN)));
    for (int day = 0; day < SessionCommand.PARTITION_IDLE.toDays(); day++) {
      assertThat(campus.ledger.view().sessionStreams()).hasSize(1);
      campus.pass(Duration.ofDays(1));
      campus.tell(new Tick());
    }
    assertThat(campus.ledger.view().sessionStreams()).isEmpty();
    assertThat(campus.ledger.view().sessions()).isEmpty();
  }

  @Test
  void partitionsHaveALimit() {
    for (int i = 0; i < SessionCommand.PARTITIONS_MAX; i++) {
      campus.tell(new Read("topic/" + i, 0, 1, List.of(), Long.MIN_VALUE));
    }
    assertThat(reason(campus.tell(new Read("more", 0, 1, List.of(), Long.MIN_VALUE))))
        .isEqualTo(Reason.LIMIT);
    assertThatThrownBy(() -> new Read(TOPIC, 5, 4, List.of(), 0)).hasMessageContaining("next is 4");
    assertThatThrownBy(() -> new Take(TOPIC, -1, 4, List.of())).hasMessageContaining("from -1");
    assertThatThrownBy(() -> new Read(" ", 5, 6, List.of(), 0)).hasMessageContaining("stream");
  }

  @Test
  void sessionsThatOthersComputeCountOnceAndInTheirOrder() {
    var first = session("A", 1, State.ACTIVE, THEN);
    var second = session("A", 2, State.CLOSED, THEN + 601);
    assertThat(campus.tell(new Take(TOPIC, 0, 2, List.of(first, second))))
        .isEqualTo(new Seen(2, 0, 0, 0, 0));
    assertThat(campus.tell(new Take(TOPIC, 2, 4, List.of(first, second))))
        .isEqualTo(new Seen(0, 2, 0, 0, 0));
    assertThat(told()).extracting(Session::revision).containsExactly(1, 2);
    assertThat(told().getLast().key().location()).isEqualTo("gate");
    assertThat(told().getLast().cost()).isEqualTo(second.cost());
    assertThat(campus.ledger.view().endedSessions()).hasSize(1);

    campus.tell(new Take(TOPIC, 4, 5, List.of(session("B", 1, State.ACTIVE, THEN + 9))));
    assertThat(campus.ledger.view().sessions()).hasSize(1);
    restoredIsTheSame();
    campus.pass(TakenSessions.OPEN_MAX);
    campus.tell(new Tick());
    assertThat(campus.ledger.view().sessions()).isEmpty();
    assertThat(told().getLast().state()).isEqualTo(State.TIMEOUT);
    assertThat(told().getLast().last()).isEqualTo(THEN + 9);
    restoredIsTheSame();
  }
}
