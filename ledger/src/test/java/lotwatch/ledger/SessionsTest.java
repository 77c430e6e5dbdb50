package lotwatch.ledger;

import static lotwatch.ledger.Campus.GATE;
import static lotwatch.ledger.Campus.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lotwatch.ledger.Command.Tick;
import lotwatch.ledger.ConfigurationCommand.ApplyConfiguration;
import lotwatch.ledger.ConfigurationCommand.Reserved;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.Outcome.Seen;
import lotwatch.ledger.SessionChange.SessionChanged;
import lotwatch.ledger.SessionCommand.KeyPseudonyms;
import lotwatch.ledger.SessionCommand.See;
import lotwatch.sessions.Places.Place;
import lotwatch.sessions.Rules;
import lotwatch.sessions.Session;
import lotwatch.sessions.Session.State;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;
import lotwatch.sessions.Tariff;
import lotwatch.sessions.Tariffs;
import org.junit.jupiter.api.Test;

/** Parking sessions in the ledger: what the machine of the sessions module does not know. */
class SessionsTest {
  private static final String CAR = "29A-12345";

  private final Campus campus = Campus.open();
  private int seen;

  private Sighting car(String location, Status status) {
    seen++;
    return new Sighting(
        "c" + seen, new SessionKey(CAR, location), status, campus.now.getEpochSecond());
  }

  private Outcome see(Sighting... sightings) {
    return campus.tell(new See(List.of(sightings)));
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

  @Test
  void spotAndLotAreLocationsWhateverTheirCase() {
    var outcome =
        see(
            car("north/s1", Status.ENTERING),
            car("NORTH/S1", Status.PARKED),
            car(" gate ", Status.ENTERING),
            car("north/s9", Status.ENTERING),
            car("nowhere", Status.ENTERING));

    assertThat(outcome).isEqualTo(new Seen(3, 0, 0, 0, 2));
    assertThat(campus.ledger.view().sessions())
        .extracting(session -> session.key().location())
        .containsExactly("gate", "north/s1");
  }

  @Test
  void lotThatOpensLaterHasLocations() {
    see(car("south", Status.ENTERING));
    campus.tell(new LotCommand.OpenLot(new LotId("south"), "South", 1, List.of()));
    assertThat(see(car("south", Status.ENTERING))).isEqualTo(new Seen(1, 0, 0, 0, 0));
  }

  @Test
  void sessionTimesOutWithoutNewInputAndIsForgottenLater() {
    see(car("gate", Status.ENTERING));
    campus.pass(Duration.ofMinutes(10));
    campus.tell(new Tick());
    assertThat(campus.ledger.view().sessions()).hasSize(1);

    campus.pass(Duration.ofSeconds(1));
    assertThat(campus.ledger.view().due()).isBeforeOrEqualTo(campus.now);
    campus.tell(new Tick());

    assertThat(campus.ledger.view().sessions()).isEmpty();
    assertThat(told().getLast().state()).isEqualTo(State.TIMEOUT);
    assertThat(told().getLast().last()).isEqualTo(NOON.getEpochSecond());
    assertThat(campus.ledger.view().sessionTotals().ended()).isEqualTo(1);
    assertThat(campus.ledger.view().endedSessions()).hasSize(1);
    campus.pass(Duration.ofMinutes(1));
    campus.tell(new Tick());
    assertThat(campus.ledger.save().parts()).noneMatch(part -> part instanceof SessionState.Key);
  }

  @Test
  void recordingHasItsOwnTimeAndTheLedgersTimeDoesNotTouchIt() {
    long then = NOON.getEpochSecond() - 86_400;
    var key = new SessionKey(CAR, "gate");
    campus.tell(new See("raw-1", List.of(new Sighting("a", key, Status.ENTERING, then))));
    campus.pass(Duration.ofHours(2));
    campus.tell(new Tick());
    assertThat(campus.ledger.view().sessions()).hasSize(1);

    campus.tell(new See("raw-1", List.of(new Sighting("b", key, Status.EXITING, then + 300))));

    assertThat(told().getLast().state()).isEqualTo(State.CLOSED);
    assertThat(told().getLast().seconds()).isEqualTo(300);
  }

  @Test
  void tariffAndTimesFollowTheConfigurationAndOpenSessionsKeepTheirTariff() {
    see(car("gate", Status.ENTERING));
    var policy =
        new SessionPolicy(
            new Rules(120, 10, 60),
            Tariffs.of(Tariff.SYSTEM_C),
            List.of(new Place("A1", "main")),
            true);
    var lots = List.of(new Configuration.DeclaredLot(GATE, "Gate", 2, null));
    campus.tell(
        new ApplyConfiguration(
            0, new Configuration(Policy.DEFAULT, lots, List.of(), policy), Reserved.ENDS));

    assertThat(see(car("gate", Status.PARKED))).isEqualTo(new Seen(0, 0, 0, 0, 1));
    assertThat(see(car("a1", Status.ENTERING))).isEqualTo(new Seen(1, 0, 0, 0, 0));
    assertThat(told().getLast().tariff()).isEqualTo(Tariff.SYSTEM_C);
    campus.pass(Duration.ofSeconds(121));
    campus.tell(new Tick());
    assertThat(told().reversed().subList(0, 2))
        .extracting(Session::state)
        .containsOnly(State.TIMEOUT);
    assertThat(told().getLast().tariff()).isEqualTo(told().getFirst().tariff());
    var again = Ledger.restore(campus.ledger.save());
    assertThat(again.save()).isEqualTo(campus.ledger.save());
  }

  @Test
  void savedAndRestoredItTellsTheSame() {
    see(car("gate", Status.ENTERING), car("north/s1", Status.ENTERING));
    campus.tell(new KeyPseudonyms("0f".repeat(32)));
    see(car("gate", Status.EXITING));
    var again = new Campus(Ledger.restore(campus.ledger.save()));
    again.now = campus.now.plusSeconds(601);
    campus.now = again.now;

    assertThat(again.ledger.apply(new Entry(again.now, null, new Tick())))
        .isEqualTo(campus.ledger.apply(new Entry(campus.now, null, new Tick())));
    assertThat(again.ledger.save()).isEqualTo(campus.ledger.save());
    assertThat(again.ledger.view().pseudonymKey()).isEqualTo("0f".repeat(32));
    assertThat(again.ledger.view().endedSessions()).isEqualTo(campus.ledger.view().endedSessions());
  }

  @Test
  void firstPseudonymKeyStays() {
    campus.tell(new KeyPseudonyms("0f".repeat(32)));
    campus.tell(new KeyPseudonyms("1f".repeat(32)));
    assertThat(campus.ledger.view().pseudonymKey()).isEqualTo("0f".repeat(32));
    assertThatThrownBy(() -> new KeyPseudonyms("short")).hasMessageContaining("64");
  }

  @Test
  void limitsAreNamedAndNothingIsHalfDone() {
    assertThatThrownBy(() -> new See(List.of())).hasMessageContaining("sightings are 0");
    var many = new ArrayList<Sighting>();
    for (int i = 0; i <= SessionCommand.SIGHTINGS_MAX; i++) {
      many.add(car("gate", Status.PARKED));
    }
    assertThatThrownBy(() -> new See(many))
        .hasMessageContaining("1001")
        .hasMessageContaining("1000");
    for (int i = 0; i < SessionCommand.STREAMS_MAX; i++) {
      campus.tell(new See("s" + i, List.of(car("gate", Status.PARKED))));
    }
    assertThat(campus.tell(new See("one more", List.of(car("gate", Status.PARKED)))))
        .isInstanceOfSatisfying(
            Rejected.class, no -> assertThat(no.reason()).isEqualTo(Reason.LIMIT));
  }

  @Test
  void plateIsInNoText() {
    var see = new See(List.of(car("gate", Status.PARKED)));
    campus.tell(see);
    assertThat(see + " " + see.sightings() + campus.events + campus.ledger.save())
        .doesNotContain("12345");
  }
}
