package lotwatch.ledger;

import static java.util.Objects.requireNonNull;
import static lotwatch.ledger.Campus.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lotwatch.ledger.Command.RaiseVersion;
import lotwatch.ledger.Command.Tick;
import lotwatch.ledger.Outcome.Seen;
import lotwatch.ledger.SessionChange.SessionChanged;
import lotwatch.ledger.SessionCommand.EndUnread;
import lotwatch.ledger.SessionCommand.Read;
import lotwatch.ledger.SessionCommand.See;
import lotwatch.ledger.SessionCommand.Take;
import lotwatch.sessions.Partition;
import lotwatch.sessions.Rules;
import lotwatch.sessions.Session;
import lotwatch.sessions.Session.State;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;
import lotwatch.sessions.Tariff;
import org.junit.jupiter.api.Test;

/** From version 7 on: what is read no more ends, and what has ended stays as it is. */
class EndedSessionsTest {
  private static final String TOPIC = "kafka/raw-data/0";
  private static final SessionKey KEY = new SessionKey("29A-12345", "gate");
  private static final long THEN = NOON.getEpochSecond();
  private static final Tariff TARIFF = SessionPolicy.DEFAULT.tariffs().at("gate", THEN);

  private final Campus campus = Campus.open();

  private static Sighting car(Status status, long second) {
    return new Sighting(status + " " + second, KEY, status, second);
  }

  private static Session session(int revision, State state, long last) {
    return new Session("id", revision, KEY, THEN, last, state, Tariff.SYSTEM_C);
  }

  private List<Session> told() {
    return told(campus);
  }

  private static List<Session> told(Campus campus) {
    var told = new ArrayList<Session>();
    for (var event : campus.events) {
      if (event.change() instanceof SessionChanged changed) {
        told.add(changed.session());
      }
    }
    return told;
  }

  private int open() {
    return campus.ledger.view().sessions().size();
  }

  private void restoredIsTheSame() {
    var saved = campus.ledger.save();
    var again = Ledger.restore(saved);
    assertThat(again.save()).isEqualTo(saved);
    assertThat(again.view().sessions()).hasSize(open());
    assertThat(again.view().takenSessions()).isEqualTo(campus.ledger.view().takenSessions());
  }

  @Test
  void sessionsOfAPartitionThatIsReadNoMoreTimeOutByTheClock() {
    campus.tell(new RaiseVersion(7));
    campus.tell(new Read(TOPIC, 0, 1, List.of(car(Status.ENTERING, THEN)), Long.MIN_VALUE));

    campus.tell(new EndUnread("kafka/raw-data/", false, THEN + 10_000));
    assertThat(open()).as("it is read").isEqualTo(1);
    campus.tell(new EndUnread("kafka/other/", true, THEN + 600));
    assertThat(open()).as("it is not over").isEqualTo(1);
    campus.tell(new EndUnread("", true, THEN + 601));

    assertThat(open()).isZero();
    assertThat(told().getLast().state()).isEqualTo(State.TIMEOUT);
    assertThat(told().getLast().last()).isEqualTo(THEN);
    var partition = requireNonNull(campus.ledger.view().sessionStreams().get(TOPIC));
    assertThat(partition.next()).as("where it goes on if it is read again").isEqualTo(1);
    restoredIsTheSame();
  }

  @Test
  void sessionsThatNobodyComputesAnyMoreTimeOutByTheClock() {
    campus.tell(new RaiseVersion(7));
    campus.tell(new Take(TOPIC, 0, 1, List.of(session(1, State.ACTIVE, THEN - 5))));
    assertThat(campus.ledger.view().takenSessions()).isEqualTo(1);

    campus.tell(new EndUnread("", true, THEN + 10_000));
    campus.tell(new EndUnread("", false, THEN + 600));
    assertThat(open()).isEqualTo(1);
    campus.tell(new EndUnread("", false, campus.now.getEpochSecond() + 601));

    assertThat(open()).isZero();
    assertThat(campus.ledger.view().takenSessions()).isZero();
    assertThat(told().getLast()).isEqualTo(session(2, State.TIMEOUT, THEN - 5));
    restoredIsTheSame();
  }

  @Test
  void endOfASessionThatOthersComputeIsFinal() {
    var rows =
        List.of(
            session(1, State.ACTIVE, THEN),
            session(2, State.CLOSED, THEN + 60),
            session(7, State.ACTIVE, THEN + 900));
    campus.tell(new RaiseVersion(7));

    assertThat(campus.tell(new Take(TOPIC, 0, 3, rows))).isEqualTo(new Seen(2, 1, 0, 0, 0));
    assertThat(told()).extracting(Session::state).containsExactly(State.ACTIVE, State.CLOSED);
    assertThat(open()).isZero();

    var old = Campus.open();
    old.tell(new RaiseVersion(6));
    assertThat(old.tell(new Take(TOPIC, 0, 3, rows))).isEqualTo(new Seen(3, 0, 0, 0, 0));
  }

  /** A job that lost its checkpoint begins another one, or two of its locations are one here. */
  @Test
  void sessionThatAnotherOneFollowsAtItsPlaceTimesOut() {
    var second = new SessionKey(KEY.plate(), KEY.location().toUpperCase(Locale.ROOT));
    var next = new Session("other", 1, second, THEN + 900, THEN + 900, State.ACTIVE, TARIFF);
    var rows =
        List.of(session(3, State.ACTIVE, THEN + 60), next, session(4, State.CLOSED, THEN + 1_000));
    campus.tell(new RaiseVersion(7));

    assertThat(campus.tell(new Take(TOPIC, 0, 3, rows))).isEqualTo(new Seen(2, 1, 0, 0, 0));

    assertThat(told())
        .containsExactly(
            session(3, State.ACTIVE, THEN + 60),
            session(4, State.TIMEOUT, THEN + 60),
            next.at(KEY.location()));
    assertThat(campus.ledger.view().takenSessions()).isEqualTo(1);
    restoredIsTheSame();

    var old = Campus.open();
    old.tell(new RaiseVersion(6));
    old.tell(new Take(TOPIC, 0, 3, rows));
    assertThat(told(old)).extracting(Session::state).containsExactly(State.ACTIVE, State.ACTIVE);
  }

  /** The same first sighting makes the same id: what comes is of the stay that is over. */
  @Test
  void copiesOfAForgottenStayAreNoSecondOne() {
    campus.tell(new RaiseVersion(7));
    var stay =
        List.of(
            car(Status.ENTERING, THEN),
            car(Status.PARKED, THEN + 5),
            car(Status.EXITING, THEN + 9));
    campus.tell(new See(stay));
    campus.pass(Duration.ofSeconds(70));
    campus.tell(new Tick());
    assertThat(campus.ledger.save().parts()).noneMatch(part -> part instanceof SessionState.Key);
    var before = told();

    campus.tell(new See(stay.subList(0, 2)));

    assertThat(open()).isZero();
    restoredIsTheSame();
    campus.tell(new See(stay.subList(2, 3)));
    assertThat(told()).isEqualTo(before);
    assertThat(campus.ledger.view().sessionTotals().ended()).isEqualTo(1);
    assertThat(campus.ledger.view().endedSessions()).hasSize(1);
  }

  private static final List<Sighting> STAY =
      List.of(
          car(Status.ENTERING, THEN),
          car(Status.PARKED, THEN + 300),
          car(Status.EXITING, THEN + 700));

  private static final long FORGOTTEN = THEN + 700 + Rules.DEFAULT.forgetSeconds();

  /** What the machine alone makes of a stay, a time, and copies without the first. */
  private static List<Session> byTheMachine(long second) {
    var partition = new Partition(Rules.DEFAULT);
    var changes = new ArrayList<Session>();
    for (var sighting : STAY) {
      changes.addAll(partition.advance(sighting.second()));
      changes.addAll(partition.see(sighting, TARIFF).changes());
    }
    changes.addAll(partition.advance(second));
    for (var copy : STAY.subList(1, 3)) {
      changes.addAll(partition.see(copy, TARIFF).changes());
    }
    return changes;
  }

  private void copiesComeAt(long second) {
    campus.tell(new RaiseVersion(7));
    campus.tell(new Read(TOPIC, 0, 3, STAY, Long.MIN_VALUE));
    campus.tell(new Read(TOPIC, 3, 3, List.of(), second));
    campus.tell(new Read(TOPIC, 3, 5, STAY.subList(1, 3), second));
  }

  /** Rules bound what is kept: the ledger makes of it what the machine, and so the job, does. */
  @Test
  void copiesWithoutTheFirstAreASecondStayOnceItIsForgotten() {
    copiesComeAt(FORGOTTEN);

    assertThat(told()).isEqualTo(byTheMachine(FORGOTTEN));
    assertThat(campus.ledger.view().endedSessions())
        .extracting(each -> each.session().start())
        .containsExactly(THEN, THEN + 300);
    restoredIsTheSame();
  }

  @Test
  void copiesWithoutTheFirstAreNothingBefore() {
    copiesComeAt(FORGOTTEN - 1);

    assertThat(told()).isEqualTo(byTheMachine(FORGOTTEN - 1));
    assertThat(campus.ledger.view().endedSessions()).hasSize(1);
  }
}
