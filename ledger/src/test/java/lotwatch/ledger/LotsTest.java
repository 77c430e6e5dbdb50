package lotwatch.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lotwatch.ledger.LotChange.Counted;
import lotwatch.ledger.LotChange.LotClosed;
import lotwatch.ledger.LotChange.LotOpened;
import lotwatch.ledger.LotCommand.Cancel;
import lotwatch.ledger.LotCommand.CloseLot;
import lotwatch.ledger.LotCommand.OpenLot;
import lotwatch.ledger.LotCommand.Reserve;
import lotwatch.ledger.LotCommand.SetCount;
import lotwatch.ledger.Outcome.Accepted;
import org.junit.jupiter.api.Test;

class LotsTest {
  private static final LotId GATE = Campus.GATE;
  private static final Plate PLATE = new Plate("AB 123");

  private final FakeContext context = new FakeContext();
  private final Lots lots = new Lots(context);

  private void openGate() {
    lots.obey(new OpenLot(GATE, "Gate", 2, List.of()));
    lots.obey(new SetCount(GATE, 0));
    context.changes.clear();
  }

  @Test
  void reservationWaitsToRunOutUntilItIsCancelled() {
    openGate();
    lots.obey(new Reserve(GATE, PLATE));
    var until = context.now.plus(context.policy.hold());
    assertThat(context.deadlines).containsExactly(new Reservations.Expiry(until, GATE, PLATE));

    lots.obey(new Cancel(GATE, PLATE));

    assertThat(context.deadlines).isEmpty();
  }

  @Test
  void closedLotLeavesNoDeadlineAndNothingToDraw() {
    openGate();
    lots.obey(new Reserve(GATE, PLATE));
    lots.draw();
    context.changes.clear();

    lots.obey(new CloseLot(GATE));
    lots.draw();

    assertThat(context.changes).containsExactly(new LotClosed(GATE));
    assertThat(context.deadlines).isEmpty();
    assertThat(lots.view().all()).isEmpty();
  }

  @Test
  void readersSeeALotOnlyOnceItIsDrawn() {
    openGate();
    assertThat(lots.view().all()).isEmpty();

    lots.draw();

    assertThat(lots.view().all()).extracting(View.LotView::id).containsExactly(GATE);
  }

  @Test
  void drawnLotNamesItsLastEvent() {
    openGate();
    lots.obey(new SetCount(GATE, 1));
    lots.draw();

    assertThat(lots.view().all())
        .extracting(View.LotView::sequence)
        .containsExactly(context.sequence());
  }

  @Test
  void lotIsCountedFromAfarByIdOrName() {
    openGate();
    lots.counting().countAvailable("Gate", 1);
    lots.counting().countAvailable("gate", 0);
    lots.counting().countAvailable("elsewhere", 2);

    assertThat(context.changes)
        .containsExactly(
            new Counted(GATE, false, new Tally(2, 1, 1, 0, 0, 0)),
            new Counted(GATE, false, new Tally(2, 0, 2, 0, 0, 0)));
  }

  @Test
  void lotOfTheSameShapeIsNotOpenedAgain() {
    var open = new OpenLot(GATE, "Gate", 2, List.of());
    assertThat(lots.obey(open)).isEqualTo(new Accepted());
    assertThat(lots.obey(open)).isEqualTo(new Accepted());

    assertThat(context.changes)
        .containsExactly(new LotOpened(GATE, "Gate", new Tally(2, 0, 0, 0, 2, 0)));
  }

  @Test
  void savedLotsComeBackWithTheirDeadlines() {
    openGate();
    lots.obey(new Reserve(GATE, PLATE));
    var other = new FakeContext();
    var again = new Lots(other);

    lots.save().forEach(again::adopt);

    assertThat(again.save()).containsExactlyElementsOf(lots.save().toList());
    assertThat(other.deadlines).isEqualTo(context.deadlines);
  }
}
