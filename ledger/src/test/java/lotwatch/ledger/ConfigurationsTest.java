package lotwatch.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import lotwatch.ledger.Configuration.DeclaredCamera;
import lotwatch.ledger.Configuration.DeclaredLot;
import lotwatch.ledger.ConfigurationChange.ConfigurationApplied;
import lotwatch.ledger.ConfigurationCommand.ApplyConfiguration;
import lotwatch.ledger.ConfigurationCommand.Reserved;
import lotwatch.ledger.LotChange.EndReason;
import lotwatch.ledger.LotChange.LotClosed;
import lotwatch.ledger.LotChange.ReservationEnded;
import lotwatch.ledger.LotCommand.Cancel;
import lotwatch.ledger.LotCommand.Reserve;
import lotwatch.ledger.LotCommand.SetCount;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Held;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import org.junit.jupiter.api.Test;

final class ConfigurationsTest {
  private static final DeclaredLot DECK = new DeclaredLot(new LotId("deck"), "Deck", 50, 20);
  private static final DeclaredLot EMPTY = new DeclaredLot(new LotId("deck"), "Deck", 50, 0);
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
    return campus.tell(new ApplyConfiguration(base, content, Reserved.STAYS));
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

    assertThat(campus.tell(new ApplyConfiguration(1, of(OTHER), Reserved.ENDS)))
        .isEqualTo(new Accepted());
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

  private List<ReservationEnded> ended() {
    return campus.events.stream()
        .map(Event::change)
        .filter(ReservationEnded.class::isInstance)
        .map(ReservationEnded.class::cast)
        .toList();
  }

  @Test
  void lotThatClosesEndsEachReservationBeforeIt() {
    apply(0, of(DECK));
    reserve(DECK, 2);
    campus.events.clear();

    campus.tell(new ApplyConfiguration(1, of(OTHER), Reserved.ENDS));

    assertThat(campus.events.subList(0, 3))
        .extracting(Event::change)
        .containsExactly(
            new ReservationEnded(
                DECK.id(), new Plate("P1"), EndReason.LOT_CLOSED, new Tally(50, 29, 20, 1, 0, 0)),
            new ReservationEnded(
                DECK.id(), new Plate("P0"), EndReason.LOT_CLOSED, new Tally(50, 30, 20, 0, 0, 0)),
            new LotClosed(DECK.id()));
  }

  @Test
  void lotThatShrinksEndsTheNewestReservationsBeyondItsCapacity() {
    apply(0, of(EMPTY));
    for (var plate : List.of("C", "A", "D", "B")) {
      campus.pass(Duration.ofSeconds(1));
      campus.tell(new Reserve(DECK.id(), new Plate(plate)));
    }
    campus.events.clear();

    campus.tell(
        new ApplyConfiguration(1, of(new DeclaredLot(DECK.id(), "Deck", 2, null)), Reserved.ENDS));

    assertThat(ended())
        .extracting(ReservationEnded::plate, ReservationEnded::why)
        .containsExactly(
            tuple(new Plate("B"), EndReason.LOT_SHRUNK),
            tuple(new Plate("D"), EndReason.LOT_SHRUNK));
    assertThat(campus.lot(DECK.id()).tally().reserved()).isEqualTo(2);
    assertThat(campus.tell(new Cancel(DECK.id(), new Plate("A")))).isEqualTo(new Accepted());
  }

  @Test
  void lotThatShrinksAndStillHoldsItsReservationsEndsNone() {
    apply(0, of(EMPTY));
    reserve(EMPTY, 5);

    campus.tell(
        new ApplyConfiguration(1, of(new DeclaredLot(DECK.id(), "Deck", 5, null)), Reserved.ENDS));

    assertThat(ended()).isEmpty();
    assertThat(campus.lot(DECK.id()).tally().reserved()).isEqualTo(5);
  }

  @Test
  void reservationThatWasEndedNeverRunsOut() {
    apply(0, of(DECK));
    reserve(DECK, 1);
    campus.tell(new ApplyConfiguration(1, of(OTHER), Reserved.ENDS));
    apply(2, of(DECK));
    campus.events.clear();

    campus.pass(Policy.DEFAULT.hold().plusSeconds(1));
    campus.tell(new Command.Tick());

    assertThat(campus.events).isEmpty();
  }

  @Test
  void commandOfVersion2DoesWhatItDid() {
    apply(0, of(EMPTY));
    reserve(EMPTY, 5);
    var small = of(new DeclaredLot(DECK.id(), "Deck", 4, null));

    campus.tell(new ApplyConfiguration(1, small, Reserved.RUNS_OUT));
    assertThat(campus.lot(DECK.id()).tally()).isEqualTo(new Tally(4, 0, 0, 4, 0, 1));
    campus.tell(new ApplyConfiguration(2, of(OTHER), Reserved.RUNS_OUT));

    assertThat(campus.ledger.view().lot(DECK.id())).isNull();
    assertThat(ended()).isEmpty();
  }

  @Test
  void endingReservationsNeedsVersion3() {
    assertThat(new ApplyConfiguration(0, of(DECK), Reserved.STAYS).version()).isEqualTo(2);
    assertThat(new ApplyConfiguration(0, of(DECK), Reserved.RUNS_OUT).version()).isEqualTo(2);
    assertThat(new ApplyConfiguration(0, of(DECK), Reserved.ENDS).version()).isEqualTo(3);
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
    assertThat(before.tell(new ApplyConfiguration(0, of(NORTH), Reserved.STAYS)))
        .isEqualTo(new Accepted());
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
