package lotwatch.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import lotwatch.ledger.Configuration.DeclaredCamera;
import lotwatch.ledger.Configuration.DeclaredLot;
import lotwatch.ledger.ConfigurationChange.ConfigurationApplied;
import lotwatch.ledger.ConfigurationCommand.ApplyConfiguration;
import lotwatch.ledger.LotCommand.Reserve;
import lotwatch.ledger.LotCommand.SetCount;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Held;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import org.junit.jupiter.api.Test;

final class ConfigurationsTest {
  private static final DeclaredLot DECK = new DeclaredLot(new LotId("deck"), "Deck", 50, 20);
  private static final DeclaredLot OTHER = new DeclaredLot(new LotId("other"), "Other", 5, null);
  private static final DeclaredLot NORTH = new DeclaredLot(Campus.NORTH, "North", 3, null);

  private final Campus campus = new Campus(new Ledger());

  private static Configuration of(DeclaredLot... lots) {
    return new Configuration(Policy.DEFAULT, List.of(lots), List.of());
  }

  private static Configuration watched(int spots) {
    var ids = IntStream.rangeClosed(1, spots).mapToObj(Campus::spotId).toList();
    return new Configuration(
        Policy.DEFAULT,
        List.of(NORTH),
        List.of(
            new DeclaredCamera(
                Campus.CAM, "rtsp://u:pw@host/", 1, true, false, Campus.watches(ids))));
  }

  private Outcome apply(long base, Configuration content) {
    return campus.tell(new ApplyConfiguration(base, content, false));
  }

  private Reason refused(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Rejected.class);
    return ((Rejected) outcome).reason();
  }

  private Revision inForce() {
    return campus.ledger.view().configuration();
  }

  private void reserve(DeclaredLot lot, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(campus.tell(new Reserve(lot.id(), new Plate("P" + i)))).isInstanceOf(Held.class);
    }
  }

  @Test
  void firstRevisionOpensLotsAndPlacesCameras() {
    assertThat(inForce()).isEqualTo(Revision.NONE);

    assertThat(apply(0, watched(2))).isEqualTo(new Accepted());

    assertThat(inForce()).isEqualTo(new Revision(1, watched(2)));
    assertThat(campus.lot(Campus.NORTH).spots()).hasSize(2);
    assertThat(campus.ledger.view().cameras()).hasSize(1);
    assertThat(campus.events).extracting(Event::change).contains(new ConfigurationApplied(1));
  }

  @Test
  void staleBaseIsRejectedWithTheRevisionInForce() {
    apply(0, of(DECK));
    apply(1, of(DECK, OTHER));

    var outcome = apply(1, of(OTHER));

    assertThat(refused(outcome)).isEqualTo(Reason.WRONG_REVISION);
    assertThat(((Rejected) outcome).detail()).contains("revision 2 is in force");
    assertThat(campus.ledger.view().lots()).hasSize(2);
  }

  @Test
  void sameContentIsNoNewRevisionWhateverItsBase() {
    apply(0, of(DECK));
    long before = campus.ledger.view().sequence();

    assertThat(apply(0, of(DECK))).isEqualTo(new Accepted());

    assertThat(inForce().number()).isEqualTo(1);
    assertThat(campus.ledger.view().sequence()).isEqualTo(before);
  }

  @Test
  void closingALotWithReservationsNeedsTheFlag() {
    apply(0, of(DECK));
    reserve(DECK, 5);

    var outcome = apply(1, of(OTHER));
    assertThat(refused(outcome)).isEqualTo(Reason.RESERVED);
    assertThat(((Rejected) outcome).detail()).isEqualTo("lot deck would close with 5 reservations");
    assertThat(campus.lot(DECK.id()).tally().reserved()).isEqualTo(5);

    assertThat(campus.tell(new ApplyConfiguration(1, of(OTHER), true))).isEqualTo(new Accepted());
    assertThat(campus.ledger.view().lot(DECK.id())).isNull();
  }

  @Test
  void shrinkingALotBelowItsReservationsNeedsTheFlag() {
    apply(0, of(DECK));
    reserve(DECK, 5);
    var small = of(new DeclaredLot(DECK.id(), "Deck", 4, 0));

    assertThat(refused(apply(1, small))).isEqualTo(Reason.RESERVED);
    assertThat(apply(1, of(new DeclaredLot(DECK.id(), "Deck", 30, 20)))).isEqualTo(new Accepted());
    assertThat(campus.lot(DECK.id()).tally().reserved()).isEqualTo(5);
  }

  @Test
  void firstCountIsTakenOnceOnly() {
    apply(0, of(DECK));
    assertThat(campus.lot(DECK.id()).tally().occupied()).isEqualTo(20);
    campus.tell(new SetCount(DECK.id(), 3));

    apply(1, of(DECK, OTHER));

    assertThat(campus.lot(DECK.id()).tally().occupied()).isEqualTo(3);
  }

  @Test
  void policyComesWithTheRevision() {
    var hold = Duration.ofSeconds(60);
    var rules = Policy.DEFAULT;
    var changed =
        new Policy(
            rules.occupiedFrom(),
            rules.freeUpTo(),
            rules.framesMin(),
            rules.settle(),
            rules.doubtMax(),
            rules.blindAfter(),
            rules.silentAfter(),
            hold);

    apply(0, new Configuration(changed, List.of(DECK), List.of()));

    assertThat(campus.ledger.view().policy()).isEqualTo(changed);
  }

  @Test
  void whatCannotBeAppliedChangesNothing() {
    apply(0, watched(3));

    assertThat(refused(apply(1, watched(4)))).isEqualTo(Reason.LIMIT);
    assertThat(refused(apply(1, of(DECK, DECK)))).isEqualTo(Reason.LIMIT);
    assertThat(inForce().number()).isEqualTo(1);
    assertThat(campus.lot(Campus.NORTH).spots()).hasSize(3);
  }

  @Test
  void cameraThatGoesAndLotThatBecomesCountedKeepTheLot() {
    apply(0, watched(3));

    assertThat(apply(1, of(new DeclaredLot(Campus.NORTH, "North", 3, 2))))
        .isEqualTo(new Accepted());

    assertThat(campus.ledger.view().cameras()).isEmpty();
    assertThat(campus.lot(Campus.NORTH).counted()).isTrue();
    assertThat(campus.lot(Campus.NORTH).tally().occupied()).isEqualTo(2);
  }

  @Test
  void lotsOfBeforeTheFirstRevisionStayUntilItComes() {
    var before = Campus.open();

    assertThat(before.ledger.view().configuration().number()).isZero();
    assertThat(before.ledger.view().lots()).hasSize(2);
    assertThat(before.tell(new ApplyConfiguration(0, of(NORTH), false))).isEqualTo(new Accepted());
    assertThat(before.ledger.view().lots()).hasSize(1);
  }

  @Test
  void savedRevisionIsRestored() {
    apply(0, watched(3));

    var restored = Ledger.restore(campus.ledger.save());

    assertThat(restored.view().configuration()).isEqualTo(inForce());
    assertThat(restored.save()).isEqualTo(campus.ledger.save());
  }

  @Test
  void cameraPrintsItselfWithoutItsPassword() {
    assertThat(watched(1).toString()).doesNotContain("pw");
  }
}
