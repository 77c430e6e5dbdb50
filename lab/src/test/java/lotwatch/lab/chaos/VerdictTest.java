package lotwatch.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import lotwatch.lab.chaos.Op.Answer;
import lotwatch.lab.chaos.Verdict.EventLine;
import org.junit.jupiter.api.Test;

/** Each check finds the fault that it is there for. */
class VerdictTest {
  private static final String LOT = "lot";

  private static Op op(String plate, boolean reserve, Answer answer, long began, long ended) {
    return new Op(LOT, plate, reserve, answer, began, ended);
  }

  private static EventLine told(long sequence, String kind, String plate, int reserved) {
    return new EventLine(sequence, kind, LOT, plate, reserved);
  }

  private final List<Op> operations =
      new ArrayList<>(
          List.of(
              op("A", true, Answer.HELD, 0, 10),
              op("B", true, Answer.HELD, 5, 20),
              op("C", true, Answer.FULL, 30, 40),
              op("A", false, Answer.ACCEPTED, 35, 60),
              op("C", true, Answer.UNKNOWN, 50, Long.MAX_VALUE),
              op("A", false, Answer.NOT_FOUND, 70, 80)));
  private final List<EventLine> events =
      new ArrayList<>(
          List.of(
              told(1, "RESERVED", "A", 1),
              told(2, "RESERVED", "B", 2),
              told(3, "CANCELLED", "A", 1),
              told(4, "RESERVED", "C", 2)));

  private List<String> problems() {
    return new Verdict(2, operations).problems(events);
  }

  @Test
  void soundHistoryIsSound() {
    assertThat(problems()).isEmpty();

    events.removeLast();
    assertThat(problems()).isEmpty();
  }

  @Test
  void lostAcknowledgementIsFound() {
    events.set(1, told(2, "OTHER", "-", 0));

    assertThat(problems()).anyMatch(problem -> problem.contains("lost: RESERVED lot B"));
  }

  @Test
  void gapIsFound() {
    events.remove(1);

    assertThat(problems()).anyMatch(problem -> problem.contains("event 3 where 2 belongs"));
  }

  @Test
  void overfullLotIsFound() {
    events.add(told(5, "RESERVED", "D", 3));

    assertThat(problems()).anyMatch(problem -> problem.contains("over its capacity"));
  }

  @Test
  void plateHeldTwiceIsFound() {
    events.add(told(5, "RESERVED", "B", 2));

    assertThat(problems()).anyMatch(problem -> problem.contains("reserves twice"));
  }

  @Test
  void secondEffectOfARetryIsFound() {
    events.add(told(5, "CANCELLED", "B", 1));
    events.add(told(6, "RESERVED", "B", 2));

    assertThat(problems()).anyMatch(problem -> problem.contains("happened 2 times, asked for 1"));
  }

  @Test
  void answerThatFitsNoOrderIsFound() {
    operations.add(op("B", true, Answer.FULL, 90, 100));

    assertThat(problems()).anyMatch(problem -> problem.contains("fit no order"));
  }

  @Test
  void answerFromAnOldStateIsFound() {
    operations.set(5, op("B", false, Answer.NOT_FOUND, 70, 80));

    assertThat(problems()).anyMatch(problem -> problem.contains("fit no order"));
  }

  @Test
  void historyOfRealSizeIsCheckedAndItsFaultFound() {
    var long1 = new ArrayList<Op>();
    for (int i = 0; i < 240; i++) {
      long at = i * 10L;
      var plate = "P" + i % 4;
      long1.add(op(plate, true, Answer.HELD, at, at + 35));
      long1.add(op(plate, false, Answer.ACCEPTED, at + 36, at + 39));
    }
    assertThat(Linear.holds(long1, 8)).isTrue();

    long1.add(op("P1", false, Answer.ACCEPTED, 2_500, 2_510));
    assertThat(Linear.holds(long1, 8)).isFalse();
  }
}
