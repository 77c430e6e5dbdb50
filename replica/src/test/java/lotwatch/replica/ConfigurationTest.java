package lotwatch.replica;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.Configuration;
import lotwatch.ledger.Configuration.DeclaredCamera;
import lotwatch.ledger.Configuration.DeclaredLot;
import lotwatch.ledger.ConfigurationCommand.ApplyConfiguration;
import lotwatch.ledger.ConfigurationCommand.Reserved;
import lotwatch.ledger.LotCommand.Reserve;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Held;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.Plate;
import lotwatch.ledger.Policy;
import lotwatch.ledger.SpotId;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.Watch;
import lotwatch.ledger.Watch.Corner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Revisions of the configuration in a replica: their size, and what was acknowledged beside. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class ConfigurationTest {
  private static final LotId DECK = new LotId("deck");

  @TempDir Path temp = Path.of("set by JUnit");

  /** With outlines that no compression makes smaller. */
  private static Configuration campus(int cameras, int spots, int corners) {
    var random = new Random(7);
    List<DeclaredLot> lots = new ArrayList<>();
    List<DeclaredCamera> placed = new ArrayList<>();
    for (int i = 0; i < cameras; i++) {
      var lot = new LotId("lot-" + i);
      lots.add(new DeclaredLot(lot, "Lot " + i, spots, null));
      var watches =
          IntStream.range(0, spots)
              .mapToObj(spot ->
                  new Watch(
                      lot,
                      new SpotId("s" + spot),
                      IntStream.range(0, corners)
                          .mapToObj(_ -> new Corner(random.nextDouble(), random.nextDouble()))
                          .toList()))
              .toList();
      var source = "rtsp://lotwatch:secret@camera-" + i + ".example/stream";
      placed.add(new DeclaredCamera(new CameraId("c" + i), source, 1, true, false, watches));
    }
    return new Configuration(Policy.DEFAULT, lots, placed);
  }

  private static Configuration counted(int capacity) {
    return new Configuration(
        Policy.DEFAULT, List.of(new DeclaredLot(DECK, "Deck", capacity, 0)), List.of());
  }

  private static void awaitVersion(Replica replica) throws Exception {
    Members.await("version 2", () -> replica.version() >= 2);
  }

  @Test
  void twoThousandCamerasFitAndSurviveARestart() throws Exception {
    var content = campus(2_000, 15, 4);
    try (var folder = DataFolder.open(temp);
        var replica = Replica.open(folder, settings(), Clock.tickMillis(ZoneOffset.UTC))) {
      awaitVersion(replica);

      assertThat(replica.submit(new ApplyConfiguration(0, content, Reserved.STAYS), null))
          .isEqualTo(new Accepted());
    }
    try (var folder = DataFolder.open(temp);
        var replica = Replica.open(folder, settings(), Clock.tickMillis(ZoneOffset.UTC))) {
      assertThat(replica.view().configuration().number()).isEqualTo(1);
      assertThat(replica.view().configuration().content()).isEqualTo(content);
      assertThat(replica.view().cameras()).hasSize(2_000);
    }
  }

  @Test
  void largerConfigurationIsRejectedWithItsLimit() throws Exception {
    try (var folder = DataFolder.open(temp);
        var replica = Replica.open(folder, settings(), Clock.tickMillis(ZoneOffset.UTC))) {
      awaitVersion(replica);

      var outcome =
          replica.submit(new ApplyConfiguration(0, campus(2_000, 30, 4), Reserved.STAYS), null);

      assertThat(outcome)
          .isInstanceOfSatisfying(
              Rejected.class, no -> assertThat(no.detail()).contains("the limit is 3000000"));
      assertThat(replica.view().configuration().number()).isZero();
    }
  }

  @Test
  void reservationsOfBeforeDuringAndAfterARevisionAreAllThere() throws Exception {
    try (var members = new Members(temp, 3, 50_000)) {
      members.start("n1", "n2", "n3");
      for (var name : List.of("n1", "n2", "n3")) {
        awaitVersion(members.get(name));
      }
      assertThat(
              members
                  .get("n2")
                  .submit(new ApplyConfiguration(0, counted(2_000), Reserved.STAYS), null))
          .isEqualTo(new Accepted());
      Set<String> acknowledged = ConcurrentHashMap.newKeySet();
      var begun = new AtomicInteger();
      var threads =
          IntStream.range(0, 10)
              .mapToObj(client ->
                  Thread.ofVirtual()
                      .start(() -> {
                        for (int i = 0; i < 100; i++) {
                          var plate = "C" + client + " " + i;
                          if (reserve(members.get("n" + (1 + client % 3)), plate) instanceof Held) {
                            acknowledged.add(plate);
                          }
                          begun.incrementAndGet();
                        }
                      }))
              .toList();
      Members.await("some reservations", () -> begun.get() > 300);

      assertThat(
              members
                  .get("n3")
                  .submit(new ApplyConfiguration(1, counted(1_500), Reserved.STAYS), null))
          .isEqualTo(new Accepted());

      for (var thread : threads) {
        thread.join();
      }
      assertThat(acknowledged).hasSize(1_000);
      members.awaitAgreement();
      for (var name : List.of("n1", "n2", "n3")) {
        var deck = requireNonNull(members.get(name).view().lot(DECK));
        assertThat(deck.tally().reserved()).isEqualTo(1_000);
        assertThat(deck.tally().capacity()).isEqualTo(1_500);
      }
    }
  }

  private static Outcome reserve(Replica replica, String plate) {
    try {
      return replica.submit(new Reserve(DECK, new Plate(plate)), null);
    } catch (UnavailableException e) {
      throw new AssertionError(e);
    }
  }

  private static ReplicaSettings settings() {
    var sane = Settings.single(100_000, 50_000, 0);
    return sane.with(
        new ReplicaSettings.Commands(
            sane.inFlightMax(), sane.busyWaitMax(), Duration.ofMinutes(5)));
  }
}
