package lotwatch.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.ConfigurationCommand.ApplyConfiguration;
import lotwatch.ledger.ConfigurationCommand.Reserved;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Outcome.Held;
import lotwatch.ledger.Plate;
import lotwatch.ledger.View;
import lotwatch.node.config.ConfigFile;
import lotwatch.replica.DataFolder;
import lotwatch.replica.Replica;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a file when a node starts with it, and when it changes. */
final class OwnConfigurationTest {
  private static final Duration WAIT_MAX = Duration.ofMinutes(2);
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
  private static final String COUNTED =
      "sim: {cameras: false}\nlots: [{id: deck, capacity: 5, occupied: 3}]\n";
  private static final String BOTH =
      """
      sim: {cameras: false}
      lots: [{id: deck, capacity: 5, occupied: 3}, {id: other, capacity: 5}]
      """;
  private static final String OTHER = "sim: {cameras: false}\nlots: [{id: other, capacity: 5}]\n";

  @TempDir Path temp = Path.of("set by JUnit");

  /** What is done between one start and the end of the process. */
  @FunctionalInterface
  private interface Life {
    void live(Replica replica, OwnConfiguration own) throws Exception;
  }

  private void run(String yaml, Life life) throws Exception {
    run(yaml, true, life);
  }

  private void run(String yaml, boolean alone, Life life) throws Exception {
    var site =
        new Site(temp)
            .clip("a.mp4")
            .spots("ab.json", "s1", "s2")
            .spots("b.json", "s3")
            .spots("c.json", "c1");
    var config = site.config(yaml);
    var path = temp.resolve("lotwatch.yml");
    var file = new ConfigurationFile(path, () -> ConfigFile.read(path, Map.of()));
    var content = Declared.of(SitePlan.of(config), config.campus());
    try (var folder = DataFolder.open(config.node().data());
        var replica = Replica.open(folder, config.replica(), Clock.tickMillis(ZoneOffset.UTC));
        var own =
            new OwnConfiguration(
                new ClusterState(replica, alone),
                replica,
                content,
                file,
                new AppliedFile(config.node().data()))) {
      own.begin();
      life.live(replica, own);
    }
  }

  private static List<String> lots(Replica replica) {
    return replica.view().lots().stream().map(lot -> lot.id().value()).toList();
  }

  private static List<CameraId> cameras(Replica replica) {
    return replica.view().cameras().stream().map(View.CameraView::id).toList();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + WAIT_MAX.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** With another time, whatever the resolution of the file system. */
  private void write(String yaml) throws IOException {
    var file = temp.resolve("lotwatch.yml");
    Files.writeString(file, yaml + "# " + "x".repeat((int) (Files.size(file) % 1_000) + 1));
  }

  @Test
  void whatWasAppliedAfterTheFileStaysUntilTheFileChanges() throws Exception {
    run(
        COUNTED,
        (replica, _) -> {
          var site = new Site(temp).config(BOTH);
          var both = Declared.of(SitePlan.of(site), site.campus());
          replica.submit(new ApplyConfiguration(1, both, Reserved.STAYS), null);
        });

    run(
        COUNTED,
        (replica, own) -> {
          assertThat(replica.view().configuration().number()).isEqualTo(2);
          assertThat(lots(replica)).containsExactly("deck", "other");
          assertThat(own.differing().getFirst())
              .contains("it was applied after this file, which has not changed since");
        });
    run(
        OTHER,
        (replica, _) -> {
          assertThat(replica.view().configuration().number()).isEqualTo(3);
          assertThat(lots(replica)).containsExactly("other");
        });
  }

  @Test
  void firstStartMakesTheFileRevisionOne() throws Exception {
    run(
        BEFORE,
        (replica, own) -> {
          assertThat(replica.view().configuration().number()).isEqualTo(1);
          assertThat(lots(replica)).containsExactly("c", "deck", "gone", "yard");
          assertThat(cameras(replica))
              .containsExactly(new CameraId("a"), new CameraId("b"), new CameraId("c"));
          assertThat(own.differing()).isEmpty();
        });
  }

  @Test
  void sameFileAgainIsNoRevision() throws Exception {
    run(BEFORE, (_, _) -> {});

    run(BEFORE, (replica, _) -> assertThat(replica.view().configuration().number()).isEqualTo(1));
  }

  @Test
  void nodeAloneAppliesAChangedFileAtStart() throws Exception {
    run(
        BEFORE,
        (replica, _) -> {
          replica.submit(new LotCommand.SetCount(DECK, 1), null);
          assertThat(replica.submit(new LotCommand.Reserve(DECK, ANNA), null))
              .isInstanceOf(Held.class);
        });

    run(
        """
        ledger: {hold: 60}
        lots: [{id: deck, capacity: 6}]
        cameras: [{id: a, source: a.mp4, spots: ab.json, lot: yard}]
        """,
        (replica, _) -> {
          assertThat(replica.view().configuration().number()).isEqualTo(2);
          assertThat(replica.view().policy().hold()).isEqualTo(Duration.ofSeconds(60));
          assertThat(lots(replica)).containsExactly("deck", "yard");
          assertThat(cameras(replica)).containsExactly(new CameraId("a"));
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
    run(BEFORE, (_, _) -> {});

    run(
        "cameras: [{id: a, source: a.mp4, spots: c.json, lot: roof}]",
        (replica, _) -> {
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
  void firstCountOfALotIsTakenOnceOnly() throws Exception {
    run(COUNTED, (replica, _) -> replica.submit(new LotCommand.Count(DECK, -2), null));

    run(
        COUNTED + "ledger: {hold: 60}\n",
        (replica, _) ->
            assertThat(replica.view().lots())
                .singleElement()
                .satisfies(deck -> assertThat(deck.tally().occupied()).isEqualTo(1)));
  }

  @Test
  void fileThatWouldEndReservationsIsNotAppliedAtStart() throws Exception {
    run(BOTH, (replica, _) -> replica.submit(new LotCommand.Reserve(DECK, ANNA), null));

    run(
        OTHER,
        (replica, own) -> {
          assertThat(replica.view().configuration().number()).isEqualTo(1);
          assertThat(lots(replica)).containsExactly("deck", "other");
          assertThat(own.differing()).contains("- lot deck");
        });
  }

  /** Another file, or none, which means the one that is shipped: what was counted is worth more. */
  @Test
  void fileOfAnotherCampusIsNotAppliedAtStart() throws Exception {
    run(COUNTED, (replica, _) -> replica.submit(new LotCommand.Count(DECK, -2), null));

    run(
        OTHER,
        (replica, own) -> {
          assertThat(replica.view().configuration().number()).isEqualTo(1);
          assertThat(own.differing())
              .anyMatch(line -> line.contains("has none of its lots and cameras"))
              .contains("- lot deck");
        });
    run(
        COUNTED,
        (replica, _) ->
            assertThat(replica.view().lots())
                .singleElement()
                .satisfies(deck -> assertThat(deck.tally().occupied()).isEqualTo(1)));
  }

  @Test
  void simulatedCampusGivesWayToTheFirstRealOne() throws Exception {
    run("sim: {cameras: true}\n", (_, _) -> {});

    run(OTHER, (replica, _) -> assertThat(lots(replica)).containsExactly("other"));
  }

  @Test
  void nodeOfSeveralKeepsTheRevisionInForce() throws Exception {
    run(COUNTED, (_, _) -> {});

    run(
        OTHER,
        false,
        (replica, own) -> {
          assertThat(replica.view().configuration().number()).isEqualTo(1);
          assertThat(lots(replica)).containsExactly("deck");
          assertThat(own.differing())
              .anyMatch(line -> line.contains("differs from revision 1"))
              .contains("- lot deck", "+ lot other: 'other', capacity 5");
        });
  }

  @Test
  void firstRevisionOfSeveralNodesClosesNoLotOfAnOldFolder() throws Exception {
    var config = new Site(temp).config(OTHER);
    try (var folder = DataFolder.open(config.node().data());
        var replica = Replica.open(folder, config.replica(), Clock.tickMillis(ZoneOffset.UTC))) {
      replica.submit(new LotCommand.OpenLot(DECK, "Deck", 5, List.of()), null);
    }

    run(
        OTHER,
        false,
        (replica, own) -> {
          assertThat(replica.view().configuration().number()).isZero();
          assertThat(lots(replica)).containsExactly("deck");
          assertThat(own.differing()).anyMatch(line -> line.contains("would close lots: deck"));
        });
  }

  @Test
  void fileThatTurnsBadLeavesTheLastGoodOneInForce() throws Exception {
    run(
        COUNTED,
        (replica, own) -> {
          write("lots: [{id: deck, capacity: many}]\n");
          await(() -> !own.degraded().isEmpty());

          assertThat(own.degraded().getFirst()).contains("lotwatch.yml:1", "capacity");
          assertThat(lots(replica)).containsExactly("deck");

          write(OTHER);
          await(() -> own.degraded().isEmpty());

          await(() -> own.differing().contains("- lot deck"));
          assertThat(lots(replica)).containsExactly("deck");
        });
  }

  @Test
  void fileOfANodeIsComparedWithARevisionThatIsAppliedMeanwhile() throws Exception {
    run(
        COUNTED,
        (replica, own) -> {
          var other = new Site(temp).config(OTHER);
          var content = Declared.of(SitePlan.of(other), other.campus());
          replica.submit(new ApplyConfiguration(1, content, Reserved.STAYS), null);

          assertThat(own.differing()).contains("+ lot deck: 'deck', capacity 5");
        });
  }
}
