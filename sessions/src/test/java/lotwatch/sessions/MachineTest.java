package lotwatch.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import lotwatch.sessions.Session.State;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One line of the transition table each. */
class MachineTest {
  private static final long T = 1_700_000_000L;
  private static final SessionKey KEY = new SessionKey("29A-12345", "A1");

  private final Machine machine = new Machine(Rules.DEFAULT);
  private final List<Session> changes = new ArrayList<>();
  private @Nullable KeyState state;
  private long clock = T;
  private int sent;

  private @Nullable Note see(Status status, long second) {
    return see("s" + sent++, status, second);
  }

  private @Nullable Note see(String id, Status status, long second) {
    clock = Math.max(clock, second);
    return take(
        machine.onSighting(state, new Sighting(id, KEY, status, second), Tariff.SYSTEM_C, clock));
  }

  private void clock(long second) {
    clock = second;
    take(machine.onClock(state, clock));
  }

  private @Nullable Note take(Step step) {
    state = step.state();
    changes.addAll(step.changes());
    return step.note();
  }

  private void told(Object... expected) {
    assertThat(changes)
        .extracting(each -> tuple(each.revision(), each.start() - T, each.last() - T, each.state()))
        .isEqualTo(List.of(expected));
  }

  @Test
  void visitOpensMovesOnAndCloses() {
    see(Status.ENTERING, T);
    see(Status.PARKED, T + 30);
    see(Status.EXITING, T + 601);

    told(
        tuple(1, 0L, 0L, State.ACTIVE),
        tuple(2, 0L, 30L, State.ACTIVE),
        tuple(3, 0L, 601L, State.CLOSED));
    assertThat(changes.get(2).cost()).isEqualTo(20_000);
    assertThat(changes).extracting(Session::id).containsOnly(changes.get(0).id());
  }

  @Test
  void copyIsADuplicateAlsoAfterTheEnd() {
    see("a", Status.ENTERING, T);
    assertThat(see("a", Status.ENTERING, T)).isEqualTo(Note.DUPLICATE);
    see("b", Status.EXITING, T + 5);
    assertThat(see("b", Status.EXITING, T + 5)).isEqualTo(Note.DUPLICATE);
    told(tuple(1, 0L, 0L, State.ACTIVE), tuple(2, 0L, 5L, State.CLOSED));
  }

  /** Beyond what is remembered a copy still changes nothing: it is an older sighting. */
  @Test
  void copyOfAForgottenSightingChangesNothing() {
    see("first", Status.ENTERING, T);
    for (int i = 1; i <= KeyState.RECENT_MAX; i++) {
      see(Status.PARKED, T + i);
    }
    int before = changes.size();

    assertThat(see("first", Status.ENTERING, T)).isEqualTo(Note.COUNTED);
    assertThat(changes).hasSize(before);
  }

  @Test
  void startMovesBackByTheLatenessAndNoMore() {
    see(Status.PARKED, T + 20);
    assertThat(see(Status.ENTERING, T + 10)).isEqualTo(Note.COUNTED);
    assertThat(see(Status.ENTERING, T + 9)).isEqualTo(Note.LATE);
    told(tuple(1, 20L, 20L, State.ACTIVE), tuple(2, 10L, 20L, State.ACTIVE));
  }

  @Test
  void startDoesNotMoveIntoTheStayBefore() {
    see(Status.ENTERING, T);
    see(Status.EXITING, T + 10);
    see(Status.ENTERING, T + 14);
    assertThat(see(Status.PARKED, T + 10)).isEqualTo(Note.LATE);
    assertThat(see(Status.PARKED, T + 11)).isEqualTo(Note.COUNTED);
    assertThat(changes.get(changes.size() - 1).start()).isEqualTo(T + 11);
  }

  @Test
  void exitOlderThanTheLastSightingEndsAtThat() {
    see(Status.ENTERING, T);
    see(Status.PARKED, T + 8);
    see(Status.EXITING, T + 5);
    assertThat(changes.get(2).last()).isEqualTo(T + 8);
    assertThat(changes.get(2).state()).isEqualTo(State.CLOSED);
  }

  @Test
  void exitBeforeTheStartIsLate() {
    see(Status.PARKED, T + 8);
    assertThat(see(Status.EXITING, T + 7)).isEqualTo(Note.LATE);
    told(tuple(1, 8L, 8L, State.ACTIVE));
  }

  @Test
  void orphanExitKeepsOlderSightingsFromOpeningAGhost() {
    assertThat(see(Status.EXITING, T + 10)).isEqualTo(Note.ORPHAN_EXIT);
    assertThat(see(Status.ENTERING, T + 4)).isEqualTo(Note.LATE);
    assertThat(changes).isEmpty();
    assertThat(see(Status.ENTERING, T + 11)).isEqualTo(Note.COUNTED);
  }

  @Test
  void nothingReopensAnEndedStay() {
    see(Status.ENTERING, T);
    see(Status.EXITING, T + 30);
    assertThat(see(Status.PARKED, T + 20)).isEqualTo(Note.LATE);
    assertThat(see(Status.ENTERING, T + 30)).as("in the second of the exit").isEqualTo(Note.LATE);
    assertThat(see(Status.EXITING, T + 30)).isEqualTo(Note.LATE);
    assertThat(changes).hasSize(2);
  }

  @Test
  void timeOutIsStrictlyAfterTheTimeoutInTimerAndSighting() {
    see(Status.ENTERING, T);
    clock(T + 600);
    assertThat(changes).hasSize(1);
    assertThat(see(Status.PARKED, T + 600)).isEqualTo(Note.COUNTED);
    clock(T + 1_201);
    told(
        tuple(1, 0L, 0L, State.ACTIVE),
        tuple(2, 0L, 600L, State.ACTIVE),
        tuple(3, 0L, 600L, State.TIMEOUT));
  }

  @Test
  void sightingProvesATimeOutThatNoTimerTold() {
    see(Status.ENTERING, T);
    take(
        machine.onSighting(
            state, new Sighting("x", KEY, Status.PARKED, T + 601), Tariff.SYSTEM_C, T));
    told(
        tuple(1, 0L, 0L, State.ACTIVE),
        tuple(2, 0L, 0L, State.TIMEOUT),
        tuple(1, 601L, 601L, State.ACTIVE));
  }

  @Test
  void afterAToldTimeOutASightingOfThatTimeOpensANewSession() {
    see(Status.ENTERING, T);
    clock(T + 601);
    assertThat(see(Status.PARKED, T + 550)).isEqualTo(Note.COUNTED);
    told(
        tuple(1, 0L, 0L, State.ACTIVE),
        tuple(2, 0L, 0L, State.TIMEOUT),
        tuple(1, 550L, 550L, State.ACTIVE));
  }

  /** Its gateway was away for an hour, and now sends what it saw, while the clock goes on. */
  @Test
  void sightingsThatComeAnHourLateAreOneSession() {
    clock = T + 3_600;
    for (long second = T; second < T + 1_800; second += 30) {
      clock(clock + 30);
      assertThat(see(Status.PARKED, second)).isEqualTo(Note.COUNTED);
    }
    clock(clock + 30);
    see(Status.EXITING, T + 1_800);

    assertThat(changes).extracting(Session::id).containsOnly(changes.get(0).id());
    assertThat(changes.get(changes.size() - 1))
        .matches(each -> each.state() == State.CLOSED && each.seconds() == 1_800);
  }

  @Test
  void lateSessionTimesOutByTheClockAtWhichItsLastSightingCame() {
    clock = T + 3_600;
    see(Status.PARKED, T);
    clock(T + 3_610);
    assertThat(see(Status.PARKED, T - 5)).isEqualTo(Note.COUNTED);
    clock(T + 4_210);
    assertThat(changes).hasSize(2);
    clock(T + 4_211);
    assertThat(changes.get(2)).matches(each -> each.state() == State.TIMEOUT && each.last() == T);
  }

  /** Neither a copy nor what is late says that the car is still there. */
  @Test
  void onlyWhatCountsKeepsALateSessionOpen() {
    clock = T + 3_600;
    see("a", Status.PARKED, T);
    clock = T + 4_000;
    assertThat(see("a", Status.PARKED, T)).isEqualTo(Note.DUPLICATE);
    assertThat(see(Status.PARKED, T - 60)).isEqualTo(Note.LATE);
    clock(T + 4_201);
    assertThat(changes).extracting(Session::state).containsExactly(State.ACTIVE, State.TIMEOUT);
  }

  @Test
  void lateSightingsProveATimeOutAsOthersDo() {
    clock = T + 3_600;
    see(Status.PARKED, T);
    see(Status.PARKED, T + 601);
    told(
        tuple(1, 0L, 0L, State.ACTIVE),
        tuple(2, 0L, 0L, State.TIMEOUT),
        tuple(1, 601L, 601L, State.ACTIVE));
  }

  @Test
  void endedStayIsForgottenAfterTheMomentOfClosing() {
    see(Status.ENTERING, T);
    clock(T + 5_000);
    clock(T + 5_059);
    assertThat(state).isNotNull();
    clock(T + 5_060);
    assertThat(state).isNull();
    assertThat(machine.deadline(state)).isEqualTo(Machine.NEVER);
  }

  private void stay() {
    see("first", Status.ENTERING, T);
    see("second", Status.PARKED, T + 300);
    see("exit", Status.EXITING, T + 700);
    changes.clear();
  }

  @Test
  void copiesAreKnownUntilTheLastSecondBeforeForgetting() {
    stay();
    clock(T + 700 + Rules.DEFAULT.forgetSeconds() - 1);

    assertThat(see("second", Status.PARKED, T + 300)).isEqualTo(Note.DUPLICATE);
    assertThat(see("other", Status.PARKED, T + 301)).isEqualTo(Note.LATE);
    assertThat(changes).isEmpty();
  }

  /** The limit of forgetting: nothing is kept by which the machine could know better. */
  @Test
  void copyOfALaterSightingIsASessionOfItsOwnOnceItsStayIsForgotten() {
    stay();
    clock(T + 700 + Rules.DEFAULT.forgetSeconds());
    assertThat(state).isNull();

    assertThat(see("second", Status.PARKED, T + 300)).isEqualTo(Note.COUNTED);
    assertThat(see("exit", Status.EXITING, T + 700)).isEqualTo(Note.COUNTED);

    told(tuple(1, 300L, 300L, State.ACTIVE), tuple(2, 300L, 700L, State.CLOSED));
    assertThat(changes.get(1).cost()).as("billed a second time").isEqualTo(10_000);
  }

  @Test
  void copyThatComesAloneAfterForgettingTimesOutAndCostsNothing() {
    stay();
    clock(T + 5_000);

    see("second", Status.PARKED, T + 300);
    clock(T + 5_000 + Rules.DEFAULT.timeoutSeconds() + 1);

    told(tuple(1, 300L, 300L, State.ACTIVE), tuple(2, 300L, 300L, State.TIMEOUT));
    assertThat(changes.get(1).cost()).isZero();
  }

  /** By its id whoever has the ended session knows that it is over. */
  @Test
  void copyOfTheFirstSightingHasTheIdOfTheForgottenStay() {
    see("first", Status.ENTERING, T);
    see("exit", Status.EXITING, T + 700);
    clock(T + 5_000);

    see("first", Status.ENTERING, T);

    assertThat(state).isNotNull();
    assertThat(changes).extracting(Session::id).containsOnly(changes.get(0).id());
  }

  @Test
  void copyOfAnExitOpensNothingAfterForgettingAndKeepsOlderCopiesOut() {
    stay();
    clock(T + 5_000);

    assertThat(see("exit", Status.EXITING, T + 700)).isEqualTo(Note.ORPHAN_EXIT);
    assertThat(see("second", Status.PARKED, T + 300)).isEqualTo(Note.LATE);
    assertThat(changes).isEmpty();
  }
}
