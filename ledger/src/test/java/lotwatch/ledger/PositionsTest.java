package lotwatch.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.PositionCommand.AcknowledgePosition;
import lotwatch.ledger.PositionCommand.ClosePosition;
import lotwatch.ledger.PositionCommand.OpenPosition;
import lotwatch.ledger.PositionCommand.TakePosition;
import lotwatch.ledger.PositionState.Holder;
import lotwatch.ledger.ReportChange.SpacesReported;
import org.junit.jupiter.api.Test;

class PositionsTest {
  private final FakeContext context = new FakeContext();
  private final Positions positions = new Positions(context);

  private void happen(int events) {
    for (int n = 0; n < events; n++) {
      context.emit(new SpacesReported("cam1", "north", n));
    }
  }

  @Test
  void positionOpensAtTheNewestEventUnlessToldOtherwise() {
    happen(5);

    positions.obey(new OpenPosition("late", null));
    positions.obey(new OpenPosition("early", 2L));

    assertThat(positions.save())
        .containsExactly(
            new PositionState("early", 2, Campus.NOON, null, null),
            new PositionState("late", 5, Campus.NOON, null, null));
    assertThat(positions.lowest()).hasValue(2);
  }

  @Test
  void openingAgainChangesNothing() {
    happen(5);
    positions.obey(new OpenPosition("bills", 2L));

    assertThat(positions.obey(new OpenPosition("bills", 4L))).isEqualTo(new Accepted());
    assertThat(positions.lowest()).hasValue(2);
  }

  @Test
  void positionsAreNoEvents() {
    positions.obey(new OpenPosition("bills", null));
    positions.obey(new ClosePosition("bills"));

    assertThat(context.changes).isEmpty();
  }

  @Test
  void closedPositionIsGone() {
    positions.obey(new OpenPosition("bills", null));
    positions.draw();
    positions.obey(new ClosePosition("bills"));
    positions.draw();

    assertThat(positions.view().all()).isEmpty();
    assertThat(positions.lowest()).isEmpty();
    assertThat(positions.obey(new ClosePosition("bills")))
        .isEqualTo(new Rejected(Reason.NOT_FOUND, "there is no consumer bills"));
  }

  @Test
  void positionAheadOfTheNewestEventIsRejected() {
    happen(5);

    assertThat(positions.obey(new OpenPosition("bills", 6L)))
        .isEqualTo(new Rejected(Reason.LIMIT, "the position would be 6, the newest event is 5"));
  }

  @Test
  void acknowledgedPositionGoesOnAndNeverBack() {
    happen(5);
    positions.obey(new OpenPosition("bills", 1L));
    context.now = Campus.NOON.plusSeconds(9);

    assertThat(positions.obey(new AcknowledgePosition("bills", 4))).isEqualTo(new Accepted());
    assertThat(positions.obey(new AcknowledgePosition("bills", 2))).isEqualTo(new Accepted());
    assertThat(positions.save())
        .containsExactly(
            new PositionState("bills", 4, Campus.NOON, Campus.NOON.plusSeconds(9), null));
  }

  @Test
  void whatDidNotHappenYetCannotBeAcknowledged() {
    happen(5);
    positions.obey(new OpenPosition("bills", 1L));

    assertThat(positions.obey(new AcknowledgePosition("bills", 6))).isInstanceOf(Rejected.class);
    assertThat(positions.obey(new AcknowledgePosition("nobody", 5)))
        .isEqualTo(new Rejected(Reason.NOT_FOUND, "there is no consumer nobody"));
    assertThat(positions.lowest()).hasValue(1);
  }

  @Test
  void positionsHaveALimit() {
    for (int n = 0; n < PositionCommand.POSITIONS_MAX; n++) {
      positions.obey(new OpenPosition("c" + n, null));
    }

    assertThat(positions.obey(new OpenPosition("more", null)))
        .isEqualTo(new Rejected(Reason.LIMIT, "positions are 100, which is the limit"));
    assertThat(positions.obey(new OpenPosition("c1", null))).isEqualTo(new Accepted());
  }

  private static TakePosition take(String name, String connection) {
    return new TakePosition(name, new Holder("anna", connection), null);
  }

  @Test
  void takingOpensAPositionAndKeepsOneThatIsThere() {
    happen(5);
    positions.obey(new OpenPosition("bills", 2L));

    positions.obey(take("bills", "a"));
    positions.obey(take("signs", "b"));

    assertThat(positions.save())
        .containsExactly(
            new PositionState("bills", 2, Campus.NOON, null, new Holder("anna", "a")),
            new PositionState("signs", 5, Campus.NOON, null, new Holder("anna", "b")));
  }

  @Test
  void onlyTheNewestConnectionAcknowledges() {
    happen(5);
    positions.obey(new OpenPosition("bills", 1L));
    positions.obey(take("bills", "a"));
    positions.obey(take("bills", "b"));

    assertThat(positions.obey(new AcknowledgePosition("bills", 4, "a")))
        .isEqualTo(new Rejected(Reason.STALE, "another connection has taken bills over"));
    assertThat(positions.lowest()).hasValue(1);
    assertThat(positions.obey(new AcknowledgePosition("bills", 3, "b"))).isEqualTo(new Accepted());
    assertThat(positions.lowest()).hasValue(3);
  }

  @Test
  void namesOfOneOwnerHaveALimit() {
    for (int n = 0; n < PositionCommand.NAMES_OF_OWNER_MAX; n++) {
      positions.obey(take("c" + n, "a"));
    }

    assertThat(positions.obey(take("more", "a")))
        .isEqualTo(new Rejected(Reason.LIMIT, "names of anna are 50, which is the limit"));
    assertThat(positions.obey(take("c1", "b"))).isEqualTo(new Accepted());
    assertThat(positions.obey(new TakePosition("more", new Holder("bert", "c"), null)))
        .isEqualTo(new Accepted());
  }

  @Test
  void namesAreIds() {
    assertThatThrownBy(() -> new OpenPosition("a b", null))
        .hasMessage("name contains a blank or '/'");
  }
}
