package lotwatch.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.Plate;
import lotwatch.ledger.Policy;
import lotwatch.ledger.View;
import lotwatch.replica.DataFolder;
import lotwatch.replica.Replica;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeclarationTest {
  private static final LotId DECK = new LotId("deck");
  private static final Plate ANNA = new Plate("B-LW 1");
  private static final String BEFORE =
      """
      lots: [{id: deck, capacity: 5}, {id: gone, capacity: 5}]
      cameras:
        - {id: a, source: a.mp4, spots: ab.json, lot: yard}
        - {id: b, source: a.mp4, spots: b.json, lot: yard}
        - {id: c, source: a.mp4, spots: c.json}
      """;

  @TempDir Path temp = Path.of("set by JUnit");

  /** What is done between one start and the end of the process. */
  @FunctionalInterface
  private interface Life {
    void live(Replica replica) throws Exception;
  }

  private void run(String yaml, Life life) throws Exception {
    var site =
        new Site(temp)
            .clip("a.mp4")
            .spots("ab.json", "s1", "s2")
            .spots("b.json", "s3")
            .spots("c.json", "c1");
    var config = site.config(yaml);
    try (var folder = DataFolder.open(config.data());
        var replica = Replica.open(folder, config.replica(), Clock.tickMillis(ZoneOffset.UTC))) {
      Declaration.make(SitePlan.of(config), config.policy(), replica.view(), replica);
      life.live(replica);
    }
  }

  private static List<String> lots(Replica replica) {
    return replica.view().lots().stream().map(lot -> lot.id().value()).toList();
  }

  private static List<CameraId> cameras(Replica replica) {
    return replica.view().cameras().stream().map(View.CameraView::id).toList();
  }

  @Test
  void firstStartOpensWhatIsConfigured() throws Exception {
    run(
        BEFORE,
        replica -> {
          assertThat(lots(replica)).containsExactly("c", "deck", "gone", "yard");
          assertThat(cameras(replica))
              .containsExactly(new CameraId("a"), new CameraId("b"), new CameraId("c"));
        });
  }

  @Test
  void sameConfigurationAgainIsNoEvent() throws Exception {
    run(BEFORE, _ -> {});

    run(
        BEFORE,
        replica -> {
          long before = replica.view().sequence();
          Declaration.make(
              new Site(temp).plan(BEFORE), replica.view().policy(), replica.view(), replica);
          assertThat(replica.view().sequence()).isEqualTo(before);
        });
  }

  @Test
  void whatIsGoneClosesAndWhatStaysKeepsItsReservations() throws Exception {
    run(
        BEFORE,
        replica -> {
          replica.submit(new LotCommand.SetCount(DECK, 1), null);
          assertThat(replica.submit(new LotCommand.Reserve(DECK, ANNA), null))
              .isInstanceOf(Outcome.Held.class);
        });

    run(
        """
        lots: [{id: deck, capacity: 6}]
        cameras: [{id: a, source: a.mp4, spots: ab.json, lot: yard}]
        """,
        replica -> {
          assertThat(lots(replica)).containsExactly("deck", "yard");
          assertThat(cameras(replica)).containsExactly(new CameraId("a"));
          assertThat(replica.submit(new LotCommand.Reserve(DECK, ANNA), null))
              .isInstanceOfSatisfying(
                  Rejected.class, no -> assertThat(no.reason()).isEqualTo(Reason.EXISTS));
          assertThat(replica.view().lots())
              .first()
              .satisfies(deck -> {
                assertThat(deck.tally().capacity()).isEqualTo(6);
                assertThat(deck.tally().occupied()).isEqualTo(1);
                assertThat(deck.tally().reserved()).isEqualTo(1);
              });
        });
  }

  @Test
  void cameraMayMoveToAnotherLot() throws Exception {
    run(BEFORE, _ -> {});

    run(
        "cameras: [{id: a, source: a.mp4, spots: c.json, lot: roof}]",
        replica -> {
          assertThat(lots(replica)).containsExactly("roof");
          assertThat(replica.view().cameras())
              .singleElement()
              .satisfies(camera ->
                  assertThat(camera.watches())
                      .singleElement()
                      .satisfies(watch -> assertThat(watch.lot()).isEqualTo(new LotId("roof"))));
        });
  }

  @Test
  void changedRulesAreAdopted() throws Exception {
    run(BEFORE, replica -> assertThat(replica.view().policy()).isEqualTo(Policy.DEFAULT));

    run(
        BEFORE + "ledger: {hold: 60}\n",
        replica -> assertThat(replica.view().policy().hold()).isEqualTo(Duration.ofSeconds(60)));
  }

  @Test
  void firstCountOfALotIsTakenOnceOnly() throws Exception {
    var counted = "sim: {cameras: false}\nlots: [{id: deck, capacity: 5, occupied: 3}]\n";
    run(
        counted,
        replica -> {
          assertThat(replica.view().lots())
              .singleElement()
              .satisfies(deck -> assertThat(deck.tally().occupied()).isEqualTo(3));
          replica.submit(new LotCommand.Count(DECK, -2), null);
        });

    run(
        counted,
        replica ->
            assertThat(replica.view().lots())
                .singleElement()
                .satisfies(deck -> assertThat(deck.tally().occupied()).isEqualTo(1)));
  }
}
