package lotwatch.ledger;

import static java.util.Objects.requireNonNull;
import static lotwatch.ledger.Campus.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lotwatch.ledger.Command.RaiseVersion;
import lotwatch.ledger.Command.Tick;
import lotwatch.ledger.SessionChange.SessionChanged;
import lotwatch.ledger.SessionCommand.Read;
import lotwatch.ledger.SessionCommand.See;
import lotwatch.sessions.Session;
import lotwatch.sessions.Session.State;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;
import org.junit.jupiter.api.Test;

/** A gateway was away for an hour, and then tells what it saw: from version 7 on that is a stay. */
class LateSightingsTest {
  private static final String TOPIC = "kafka/raw-data/0";
  private static final SessionKey KEY = new SessionKey("29A-12345", "gate");
  private static final long THEN = NOON.getEpochSecond() - 3_600;

  private final Campus campus = Campus.open();

  private static Sighting car(Status status, long second) {
    return car("", status, second);
  }

  private static Sighting car(String camera, Status status, long second) {
    return new Sighting(camera + status + " " + second, KEY, status, second);
  }

  private List<Session> ended() {
    var told = new ArrayList<Session>();
    for (var event : campus.events) {
      if (event.change() instanceof SessionChanged changed && changed.session().hasEnded()) {
        told.add(changed.session());
      }
    }
    return told;
  }

  private void pass(int seconds) {
    campus.pass(Duration.ofSeconds(seconds));
    campus.tell(new Tick());
  }

  private void sendLive() {
    for (long second = 0; second < 900; second += 30) {
      pass(30);
      campus.tell(new See(List.of(car(Status.PARKED, THEN + second))));
    }
    campus.tell(new See(List.of(car(Status.EXITING, THEN + 900))));
  }

  /** Each look finds the partition read to its end, and its clock is that of the day. */
  private void sendByTopic() {
    long at = 0;
    for (long second = 0; second < 900; second += 30) {
      pass(30);
      campus.tell(
          new Read(
              TOPIC,
              at,
              at + 1,
              List.of(car("topic", Status.PARKED, THEN + second)),
              campus.now.getEpochSecond() - 10));
      at++;
    }
    campus.tell(
        new Read(
            TOPIC, at, at + 1, List.of(car("topic", Status.EXITING, THEN + 900)), Long.MIN_VALUE));
  }

  @Test
  void staysThatAreToldLateAreWhole() {
    campus.tell(new RaiseVersion(7));
    sendLive();
    sendByTopic();

    assertThat(ended()).hasSize(2).allMatch(each -> each.state() == State.CLOSED);
    assertThat(ended()).allMatch(each -> each.seconds() == 900);
  }

  @Test
  void lateSessionEndsByTheLedgersTimeWhenNothingMoreComes() {
    campus.tell(new RaiseVersion(7));
    campus.tell(new See(List.of(car(Status.PARKED, THEN))));
    pass(600);
    assertThat(ended()).isEmpty();
    assertThat(Ledger.restore(campus.ledger.save()).view().due())
        .isEqualTo(campus.ledger.view().due());

    pass(1);

    assertThat(ended()).hasSize(1);
    assertThat(ended().getFirst().last()).isEqualTo(THEN);
  }

  @Test
  void logsOfBeforeVersion7GiveWhatTheyGave() {
    campus.tell(new RaiseVersion(6));
    sendLive();
    assertThat(ended()).hasSize(30).allMatch(each -> each.seconds() == 0);
  }

  /** In version 6 the clock moves on behind the sightings, from 7 on before them. */
  @Test
  void clockOfARead() {
    for (int version : new int[] {6, 7}) {
      campus.tell(new RaiseVersion(version));
      var topic = "kafka/of-version/" + version;
      campus.tell(new Read(topic, 0, 1, List.of(car(topic, Status.PARKED, THEN)), THEN + 1_000));
      boolean isOpen = campus.ledger.view().sessions().size() == 1;
      assertThat(isOpen).as("version %d", version).isEqualTo(version == 7);
    }
  }

  @Test
  void openSessionsOfBeforeVersion7AreAsTheyWere() {
    campus.tell(new RaiseVersion(6));
    campus.tell(new Read(TOPIC, 0, 1, List.of(car(Status.PARKED, THEN)), Long.MIN_VALUE));
    campus.tell(new RaiseVersion(7));
    var partition = requireNonNull(campus.ledger.view().sessionStreams().get(TOPIC));
    assertThat(partition.deadline()).isEqualTo(THEN + 601);

    campus.tell(new Read(TOPIC, 1, 2, List.of(car(Status.PARKED, THEN + 60)), THEN + 500));

    partition = requireNonNull(campus.ledger.view().sessionStreams().get(TOPIC));
    assertThat(partition.deadline()).isEqualTo(THEN + 500 + 601);
  }
}
