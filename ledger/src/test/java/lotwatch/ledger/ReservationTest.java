package lotwatch.ledger;

import static lotwatch.ledger.Campus.GATE;
import static lotwatch.ledger.Campus.NORTH;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import lotwatch.ledger.Command.AdoptPolicy;
import lotwatch.ledger.Command.RaiseVersion;
import lotwatch.ledger.Command.Tick;
import lotwatch.ledger.LotChange.Cancelled;
import lotwatch.ledger.LotChange.Counted;
import lotwatch.ledger.LotChange.Expired;
import lotwatch.ledger.LotChange.LotOpened;
import lotwatch.ledger.LotCommand.Cancel;
import lotwatch.ledger.LotCommand.CloseLot;
import lotwatch.ledger.LotCommand.Count;
import lotwatch.ledger.LotCommand.OpenLot;
import lotwatch.ledger.LotCommand.Reserve;
import lotwatch.ledger.LotCommand.SetCount;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Held;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import org.junit.jupiter.api.Test;

class ReservationTest {
  private static final Plate ANNA = new Plate("ANNA1");
  private static final Plate BELA = new Plate("BELA2");

  private final Campus campus = Campus.open();

  @Test
  void countedLotNobodyCountedIsUnknown() {
    assertThat(campus.lot(GATE).tally()).isEqualTo(new Tally(2, 0, 0, 0, 2, 0));
    assertThat(reason(new Reserve(GATE, ANNA))).isEqualTo(Reason.FULL);
  }

  @Test
  void itIsSaidThatNobodyKnowsWhetherAPlaceIsFree() {
    campus.tell(new RaiseVersion(4));

    assertThat(reason(new Reserve(GATE, ANNA))).isEqualTo(Reason.NOT_KNOWN);
    campus.tell(new SetCount(GATE, 2));
    assertThat(reason(new Reserve(GATE, ANNA))).isEqualTo(Reason.FULL);
  }

  @Test
  void carThatLeavesALotNobodyCountedMakesNothingFree() {
    campus.tell(new RaiseVersion(4));

    assertThat(campus.tell(new Count(GATE, -1))).isEqualTo(new Accepted());

    var unknown = new Tally(2, 0, 0, 0, 2, 0);
    assertThat(campus.events.getLast().change()).isEqualTo(new Counted(GATE, true, unknown));
    assertThat(reason(new Reserve(GATE, ANNA))).isEqualTo(Reason.NOT_KNOWN);
    campus.tell(new Count(GATE, 1));
    assertThat(campus.lot(GATE).tally()).isEqualTo(new Tally(2, 1, 1, 0, 0, 0));
  }

  @Test
  void whatIsUnknownCanBeReservedWhereTheRulesAllowIt() {
    campus.tell(new RaiseVersion(4));
    campus.tell(new AdoptPolicy(reserveUnknown()));

    assertThat(campus.tell(new Reserve(GATE, ANNA))).isInstanceOf(Held.class);
    assertThat(campus.tell(new Reserve(GATE, BELA))).isInstanceOf(Held.class);
    assertThat(campus.lot(GATE).tally()).isEqualTo(new Tally(2, 0, 0, 2, 0, 0));
    assertThat(reason(new Reserve(GATE, new Plate("CARA3")))).isEqualTo(Reason.NOT_KNOWN);
    campus.tell(new AdoptPolicy(Policy.DEFAULT));
    assertThat(campus.events.getLast().change())
        .isEqualTo(new LotOpened(GATE, "Gate", new Tally(2, 0, 0, 0, 2, 2)));
    campus.tell(new AdoptPolicy(reserveUnknown()));
    campus.tell(new SetCount(GATE, 1));
    assertThat(campus.lot(GATE).tally()).isEqualTo(new Tally(2, 0, 1, 1, 0, 1));
  }

  private static Policy reserveUnknown() {
    var usual = Policy.DEFAULT;
    return new Policy(
        usual.occupiedFrom(),
        usual.freeUpTo(),
        usual.framesMin(),
        usual.settle(),
        usual.doubtMax(),
        usual.blindAfter(),
        usual.silentAfter(),
        usual.hold(),
        true);
  }

  @Test
  void oneCarHoldsOnePlaceHoweverItsPlateIsWritten() {
    campus.tell(new SetCount(GATE, 0));
    campus.tell(reserve("abc-123"));

    assertThat(reason(reserve("ABC 123"))).isEqualTo(Reason.EXISTS);
    campus.tell(new Cancel(GATE, new Plate("\u0410BC123"), new Plate("ABC123")));
    assertThat(campus.events.getLast().change())
        .isEqualTo(new Cancelled(GATE, new Plate("abc-123"), new Tally(2, 2, 0, 0, 0, 0)));
  }

  @Test
  void plateThatHeldItsPlaceBeforeSpellingsMatchedIsFoundByItsSpelling() {
    campus.tell(new SetCount(GATE, 0));
    campus.tell(new Reserve(GATE, new Plate("abc123")));

    assertThat(reason(reserve("abc123"))).isEqualTo(Reason.EXISTS);
    assertThat(campus.tell(new Cancel(GATE, new Plate("abc123"), new Plate("ABC123"))))
        .isEqualTo(new Accepted());
  }

  private static Reserve reserve(String plate) {
    return new Reserve(GATE, new Plate(plate), new Plate("ABC123"));
  }

  @Test
  void countThatCannotBeIsRejected() {
    campus.tell(new RaiseVersion(4));
    campus.tell(new SetCount(GATE, 1));

    assertThat(campus.tell(new SetCount(GATE, -5)))
        .isEqualTo(
            new Rejected(Reason.LIMIT, "occupied is -5, the limits of lot gate are 0 and 2"));
    assertThat(reason(new SetCount(GATE, 3))).isEqualTo(Reason.LIMIT);
    assertThat(campus.lot(GATE).tally()).isEqualTo(new Tally(2, 1, 1, 0, 0, 0));
  }

  @Test
  void reportThatCannotBeMakesNothingFree() {
    campus.tell(new RaiseVersion(4));
    campus.tell(new ReportCommand.Report("cam1", "gate", 8_259, campus.now));
    assertThat(campus.lot(GATE).tally()).isEqualTo(new Tally(2, 0, 0, 0, 2, 0));

    campus.tell(new SetCount(GATE, 1));
    campus.tell(new ReportCommand.Report("cam1", "gate", -1, campus.now));
    assertThat(campus.lot(GATE).tally()).isEqualTo(new Tally(2, 1, 1, 0, 0, 0));
    assertThat(campus.lot(GATE).anomalies()).isEqualTo(2);
  }

  @Test
  void reservationHoldsAPlaceUntilItsTime() {
    campus.tell(new SetCount(GATE, 0));

    assertThat(campus.tell(new Reserve(GATE, ANNA)))
        .isEqualTo(new Held(campus.now.plusSeconds(300)));
    assertThat(campus.lot(GATE).tally()).isEqualTo(new Tally(2, 1, 0, 1, 0, 0));
  }

  @Test
  void existingComesBeforeFull() {
    campus.tell(new SetCount(GATE, 1));
    campus.tell(new Reserve(GATE, ANNA));

    assertThat(reason(new Reserve(GATE, ANNA))).isEqualTo(Reason.EXISTS);
    assertThat(reason(new Reserve(GATE, BELA))).isEqualTo(Reason.FULL);
  }

  @Test
  void onePlateMayHoldOnePlaceInEachLot() {
    campus.tell(new SetCount(GATE, 0));
    campus.see(4, 0.1, 0.1, 0.1);
    campus.tell(new Reserve(GATE, ANNA));

    assertThat(campus.tell(new Reserve(NORTH, ANNA))).isInstanceOf(Held.class);
  }

  @Test
  void cancelGivesThePlaceBackOnce() {
    campus.tell(new SetCount(GATE, 1));
    campus.tell(new Reserve(GATE, ANNA));

    assertThat(campus.tell(new Cancel(GATE, ANNA))).isEqualTo(new Accepted());
    assertThat(reason(new Cancel(GATE, ANNA))).isEqualTo(Reason.NOT_FOUND);
    assertThat(campus.tell(new Reserve(GATE, BELA))).isInstanceOf(Held.class);
  }

  @Test
  void reservationExpiresAtItsDeadlineAsAnEvent() {
    campus.tell(new SetCount(GATE, 1));
    campus.tell(new Reserve(GATE, ANNA));
    campus.pass(Duration.ofMinutes(5));

    campus.tell(new Tick());

    assertThat(campus.events.getLast().change())
        .isEqualTo(new Expired(GATE, ANNA, new Tally(2, 1, 1, 0, 0, 0)));
  }

  @Test
  void expiredReservationStandsInNobodysWayEvenBeforeTheTick() {
    campus.tell(new SetCount(GATE, 1));
    campus.tell(new Reserve(GATE, ANNA));
    campus.pass(Duration.ofMinutes(5));

    assertThat(campus.tell(new Reserve(GATE, BELA))).isInstanceOf(Held.class);
  }

  @Test
  void carsOnReservedPlacesAreAShortfallNeverNegativeFree() {
    campus.tell(new SetCount(GATE, 0));
    campus.tell(new Reserve(GATE, ANNA));
    campus.tell(new Reserve(GATE, BELA));

    campus.tell(new Count(GATE, 1));

    assertThat(campus.lot(GATE).tally()).isEqualTo(new Tally(2, 0, 1, 1, 0, 1));
  }

  @Test
  void countIsClampedAndTheClampIsCounted() {
    campus.tell(new Count(GATE, Long.MAX_VALUE));
    campus.tell(new Count(GATE, Long.MIN_VALUE));

    assertThat(campus.lot(GATE).anomalies()).isEqualTo(2);
    assertThat(campus.events.getLast().change())
        .isEqualTo(new Counted(GATE, true, new Tally(2, 2, 0, 0, 0, 0)));
  }

  @Test
  void watchedLotIsNotCounted() {
    assertThat(reason(new Count(NORTH, 1))).isEqualTo(Reason.NOT_COUNTED);
  }

  @Test
  void sameRequestHasOneEffectAndTheSameAnswer() {
    var request = new RequestId("r1");
    campus.tell(new SetCount(GATE, 0));

    var first = campus.tell(new Reserve(GATE, ANNA), request);
    campus.tell(new Cancel(GATE, ANNA));
    campus.pass(Duration.ofSeconds(5));
    var second = campus.tell(new Reserve(GATE, ANNA), request);

    assertThat(second).isEqualTo(first);
    assertThat(campus.lot(GATE).tally().reserved()).isZero();
  }

  @Test
  void requestIsForgottenAfterItsAge() {
    var request = new RequestId("r1");
    campus.tell(new SetCount(GATE, 0), request);
    campus.pass(RequestId.REQUEST_AGE_MAX.plusSeconds(1));
    campus.tell(new SetCount(GATE, 2), new RequestId("r2"));

    campus.tell(new SetCount(GATE, 1), request);

    assertThat(campus.lot(GATE).tally().occupied()).isEqualTo(1);
  }

  @Test
  void requestTableIsBounded() {
    for (int n = 0; n <= RequestId.REQUESTS_MAX; n++) {
      campus.tell(new Tick(), new RequestId("r" + n));
    }

    assertThat(requests()).hasSize(RequestId.REQUESTS_MAX);
  }

  @Test
  void requestsThatNodesNameAreBoundedApart() {
    var requesters = new RequestId("caller");
    campus.tell(new SetCount(GATE, 2), requesters);
    for (int n = 0; n <= RequestId.NODE_REQUESTS_MAX; n++) {
      campus.tell(new Count(GATE, 0), RequestId.ofNode("start", n));
    }

    campus.tell(new SetCount(GATE, 0), requesters);
    campus.tell(new SetCount(GATE, 1), RequestId.ofNode("start", RequestId.NODE_REQUESTS_MAX));

    assertThat(campus.lot(GATE).tally().occupied()).isEqualTo(2);
    assertThat(requests()).hasSize(1 + RequestId.NODE_REQUESTS_MAX);
  }

  @Test
  void requestThatANodeNamesIsForgottenSooner() {
    var request = RequestId.ofNode("start", 1);
    campus.tell(new SetCount(GATE, 0), request);
    campus.pass(RequestId.NODE_REQUEST_AGE_MAX);
    campus.tell(new SetCount(GATE, 1), request);
    assertThat(campus.lot(GATE).tally().occupied()).isZero();
    campus.pass(Duration.ofSeconds(1));
    campus.tell(new Count(GATE, 0), RequestId.ofNode("start", 2));

    campus.tell(new SetCount(GATE, 1), request);

    assertThat(campus.lot(GATE).tally().occupied()).isEqualTo(1);
  }

  @Test
  void closedLotTakesItsReservationsAlong() {
    campus.tell(new SetCount(GATE, 0));
    campus.tell(new Reserve(GATE, ANNA));

    campus.tell(new CloseLot(GATE));

    assertThat(reason(new Cancel(GATE, ANNA))).isEqualTo(Reason.UNKNOWN_LOT);
    assertThat(campus.ledger.view().due()).isEqualTo(campus.now.plusSeconds(10)); // the camera
  }

  @Test
  void lotOverTheLimitIsRefused() {
    var much = new OpenLot(new LotId("big"), "Big", LotCommand.CAPACITY_MAX + 1, List.of());

    assertThat(reason(much)).isEqualTo(Reason.LIMIT);
  }

  @Test
  void reservationsOverTheLimitAreRefused() {
    var big = new LotId("big");
    campus.tell(new OpenLot(big, "Big", LotCommand.CAPACITY_MAX, List.of()));
    campus.tell(new SetCount(big, 0));
    for (int n = 0; n < LotCommand.RESERVATIONS_MAX; n++) {
      campus.tell(new Reserve(big, new Plate("P" + n)));
    }

    assertThat(reason(new Reserve(big, ANNA))).isEqualTo(Reason.LIMIT);
  }

  @Test
  void plateIsMaskedWhereverItIsPrinted() {
    assertThat(ANNA).hasToString("***A1");
    assertThat(new Plate("AB1")).hasToString("***");
    assertThat(new Reserve(GATE, ANNA).toString()).doesNotContain("ANNA1");
  }

  private Reason reason(Command command) {
    return ((Rejected) campus.tell(command)).reason();
  }

  private List<LedgerState.Part> requests() {
    return campus.ledger.save().parts().stream().filter(RequestState.class::isInstance).toList();
  }
}
