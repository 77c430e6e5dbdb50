package lotwatch.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lotwatch.ledger.CameraCommand;
import lotwatch.ledger.CameraCommand.PlaceCamera;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotCommand.OpenLot;
import lotwatch.ledger.LotCommand.SetCount;
import lotwatch.ledger.LotId;
import lotwatch.ledger.SpotId;
import lotwatch.ledger.Watch;
import lotwatch.node.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SitePlanTest {
  @TempDir Path temp = Path.of("set by JUnit");

  private Site site() throws Exception {
    return new Site(temp).clip("a.mp4").spots("ab.json", "s1", "s2").spots("c.json", "c1");
  }

  /** What is wrong with it, one problem each, without the folder. */
  private static List<String> wrong(Site site, String yaml) {
    var refused = catchThrowableOfType(ConfigException.class, () -> site.plan(yaml));
    return String.valueOf(refused.getMessage()).replace(site.folder() + "/", "").lines().toList();
  }

  private static List<SpotId> spots(SitePlan plan, String lot) {
    return plan.lots().stream()
        .filter(open -> open.lot().equals(new LotId(lot)))
        .map(OpenLot::spots)
        .findFirst()
        .orElse(List.of());
  }

  @Test
  void nothingConfiguredIsTheSimulatedCampus() throws Exception {
    var plan = site().plan("");

    assertThat(plan.isSimulated()).isTrue();
    assertThat(plan.lots().stream().map(lot -> lot.lot().value()))
        .containsExactly("north", "south", "visitors");
    assertThat(plan.cameras()).hasSize(2);
    assertThat(plan.lots()).allMatch(lot -> lot.capacity() == lot.spots().size());
  }

  @Test
  void spotsThatNameNoLotAreInTheirCamerasLot() throws Exception {
    var plan =
        site()
            .spots("mixed.json", "s1", "deck/s2")
            .plan("cameras: [{id: a, source: a.mp4, spots: mixed.json, lot: yard}]");

    assertThat(spots(plan, "yard")).containsExactly(new SpotId("s1"));
    assertThat(spots(plan, "deck")).containsExactly(new SpotId("s2"));
    assertThat(plan.placements().getFirst().watches())
        .extracting(Watch::lot)
        .containsExactly(new LotId("yard"), new LotId("deck"));
  }

  @Test
  void rulesMustWaitForASlowCamera() throws Exception {
    var camera = "cameras: [{id: a, source: a.mp4, spots: ab.json, fps: 0.02}]";

    assertThat(wrong(site(), camera))
        .containsExactly(
            "camera a: gives an image every 50.0 s, so ledger.silent-after must be 101 at least",
            "camera a: gives an image every 50.0 s, so ledger.doubt-max must be 101 at least");
    var patient = "ledger: {silent-after: 101, doubt-max: 101}\n" + camera;
    assertThat(site().plan(patient).cameras()).hasSize(1);
  }

  @Test
  void camerasWithoutALotAreTheirOwn() throws Exception {
    var plan = site().plan("cameras: [{id: a, source: a.mp4, spots: ab.json}]");

    assertThat(plan.lots()).extracting(OpenLot::lot).containsExactly(new LotId("a"));
    assertThat(plan.isSimulated()).isFalse();
  }

  @Test
  void twoCamerasOfOneLotAddUpAndMayShareASpot() throws Exception {
    var plan =
        site()
            .spots("b.json", "s2", "s3")
            .plan(
                """
                cameras:
                  - {id: a, source: a.mp4, spots: ab.json, lot: yard}
                  - {id: b, source: a.mp4, spots: b.json, lot: yard}
                """);

    assertThat(spots(plan, "yard"))
        .containsExactly(new SpotId("s1"), new SpotId("s2"), new SpotId("s3"));
    assertThat(plan.placements()).extracting(PlaceCamera::watches).allMatch(all -> all.size() == 2);
  }

  @Test
  void lotMayHaveMorePlacesThanAreWatched() throws Exception {
    var plan =
        site()
            .plan(
                """
                lots: [{id: yard, name: The yard, capacity: 30}]
                cameras: [{id: a, source: a.mp4, spots: ab.json, lot: yard}]
                """);

    assertThat(plan.lots()).singleElement().extracting(OpenLot::capacity).isEqualTo(30);
    assertThat(plan.lots().getFirst().name()).isEqualTo("The yard");
  }

  @Test
  void lotWithFewerPlacesThanAreWatchedIsRefused() throws Exception {
    assertThat(
            wrong(
                site(),
                """
                lots: [{id: yard, capacity: 1}]
                cameras: [{id: a, source: a.mp4, spots: ab.json, lot: yard}]
                """))
        .containsExactly("lot yard: capacity is 1, but cameras watch 2 places there");
  }

  @Test
  void lotThatNobodyWatchesNeedsACapacity() throws Exception {
    assertThat(wrong(site(), "lots: [{id: yard}]"))
        .containsExactly("lot yard: needs a capacity, since no camera watches it");
  }

  @Test
  void idAndNameOfALotHaveLimits() throws Exception {
    var name = "n".repeat(LotCommand.NAME_LENGTH_MAX + 1);

    assertThat(
            wrong(
                site(),
                "lots: [{id: my yard, capacity: 1}, {id: b, capacity: 1, name: %s}]"
                    .formatted(name)))
        .hasSize(2)
        .anyMatch(line -> line.startsWith("lot 'my yard': ") && line.contains("blank"))
        .anyMatch(line -> line.startsWith("lot 'b': name has 121 characters"));
  }

  @Test
  void filesThatAreNotThereAreAllNamed() throws Exception {
    Files.createDirectory(temp.resolve("folder"));

    assertThat(
            wrong(
                site(),
                """
                cameras:
                  - {id: a, source: none.mp4, spots: ab.json}
                  - {id: b, source: a.mp4, spots: none.json}
                  - {id: c, source: folder, spots: c.json}
                  - {id: d, source: a.mp4}
                """))
        .containsExactly(
            "camera a: there is no file none.mp4",
            "camera b: there is no file none.json",
            "camera c: folder is not a file that can be read",
            "camera d: has no spots: say where they are in its image with a spots file"
                + " (docs/spots.md)");
  }

  @Test
  void spotsFileThatIsWrongNamesItsCamera() throws Exception {
    Files.writeString(temp.resolve("bad.json"), "{}");

    assertThat(wrong(site(), "cameras: [{id: a, source: a.mp4, spots: bad.json}]").getFirst())
        .startsWith("camera a: bad.json: ");
  }

  @Test
  void simulatedCameraThatIsNotThereNamesThoseThatAre() throws Exception {
    assertThat(wrong(site(), "cameras: [{id: a, source: 'sim:west'}]"))
        .containsExactly("camera a: the simulated campus has no camera west, only north, south");
  }

  @Test
  void numberOfSentFramesBelongsToOneCamera() throws Exception {
    assertThat(
            wrong(
                site(),
                """
                cameras:
                  - {id: a, source: 'grpc:7', spots: ab.json}
                  - {id: b, source: 'grpc:8', spots: ab.json}
                  - {id: c, source: 'grpc:07', spots: c.json}
                """))
        .containsExactly(
            "camera c: camera a has the source grpc:7 already; each needs a number of its own");
  }

  @Test
  void cameraThatSendsTextNeedsACountedLot() throws Exception {
    assertThat(wrong(site(), "cameras: [{id: a, source: 'grpc:7?format=system-a', lot: deck}]"))
        .singleElement()
        .asString()
        .startsWith("camera a: its text tells how many spaces of lot deck are free");
  }

  @Test
  void moreLotsThanTheLimitAreRefused() throws Exception {
    var lots =
        IntStream.range(0, LotCommand.LOTS_MAX)
            .mapToObj("  - {id: l%d, capacity: 1}\n"::formatted)
            .collect(Collectors.joining());

    assertThat(
            wrong(site(), "lots:\n" + lots + "cameras: [{id: a, source: a.mp4, spots: ab.json}]\n"))
        .containsExactly("10001 lots, the limit is 10000");
  }

  @Test
  void moreCamerasThanTheLimitAreRefused() throws Exception {
    var cameras =
        IntStream.rangeClosed(0, CameraCommand.CAMERAS_MAX)
            .mapToObj("  - {id: c%d, source: a.mp4, spots: c.json, lot: yard}\n"::formatted)
            .collect(Collectors.joining());

    assertThat(wrong(site(), "cameras:\n" + cameras))
        .containsExactly("2001 cameras, the limit is 2000");
  }

  @Test
  void countsAreForCountedLotsOnly() throws Exception {
    assertThat(site().plan("lots: [{id: deck, capacity: 9, occupied: 4}]").counts())
        .containsExactly(new SetCount(new LotId("deck"), 4));
    assertThat(
            wrong(
                site(),
                """
                lots: [{id: a, capacity: 9, occupied: 4}]
                cameras: [{id: a, source: a.mp4, spots: ab.json}]
                """))
        .containsExactly("lot a: cameras see what is occupied there");
  }

  @Test
  void campusMayBeUnwanted() throws Exception {
    var plan = site().plan("sim: {cameras: false}");

    assertThat(plan.cameras()).isEmpty();
    assertThat(plan.lots()).isEmpty();
  }
}
