package lotwatch.lab.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.ledger.CameraCommand;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.Entry;
import lotwatch.ledger.Ledger;
import lotwatch.ledger.LotChange.SpotChanged;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Occupancy;
import lotwatch.ledger.SpotId;
import lotwatch.ledger.Visibility;
import lotwatch.ledger.Watch;
import lotwatch.ledger.Watch.Corner;
import lotwatch.media.camera.CameraSettings;
import lotwatch.media.camera.CameraSettings.Pace;
import lotwatch.media.camera.Decoder;
import lotwatch.media.camera.Decoders;
import lotwatch.media.camera.Source;
import lotwatch.media.sight.Sight;
import lotwatch.media.sight.SpotNet;
import lotwatch.media.sight.WatchedSpot;
import lotwatch.media.spots.SpotsFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A real clip in which two cars leave: spot 11 within the first 7 s, spot 5 from 7.5 to 16.5 s. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ClipTest {
  private static final LotId LOT = new LotId("lot");
  private static final CameraId CAMERA = new CameraId("lot");
  private static final Path SET = data().resolve("occupancy/aerial-crop-video");

  @TempDir Path folder;

  /** One spot that changed, so many seconds into the clip. */
  private record Turn(double second, String spot, Occupancy from, Occupancy to) {}

  private static Path data() {
    var named = System.getProperty("lotwatch.data", System.getenv("LOTWATCH_TEST_DATA"));
    return named == null ? Path.of("../../shared/data") : Path.of(named);
  }

  @BeforeEach
  void haveClip() {
    assumeTrue(Files.exists(SET), "no test data: " + SET + " is missing (LOTWATCH_TEST_DATA)");
  }

  @Test
  void carsLeaveAtTheirTimesAndNothingElseFlips() throws Exception {
    var left = turns().stream().filter(turn -> turn.from() != Occupancy.UNKNOWN).toList();

    assertThat(left).extracting(Turn::spot).containsExactly("11", "5");
    assertThat(left).allMatch(turn -> turn.to() == Occupancy.FREE);
    assertThat(left.getFirst().second()).isBetween(2.0, 11.5);
    assertThat(left.getLast().second()).isBetween(10.5, 21.0);
  }

  /** Decodes, looks and decides by the clip's own time, however fast this machine is. */
  private static List<Turn> turns() throws Exception {
    var spots = SpotsFile.read(SET.resolve("labels.json")).spots();
    var start = Instant.parse("2026-01-01T12:00:00Z");
    var ledger = new Ledger();
    var ids = spots.stream().map(spot -> new SpotId(spot.id())).toList();
    ledger.apply(new Entry(start, null, new LotCommand.OpenLot(LOT, "Lot", ids.size(), ids)));
    var watches =
        spots.stream()
            .map(spot ->
                new Watch(
                    LOT,
                    new SpotId(spot.id()),
                    spot.outline().corners().stream()
                        .map(corner -> new Corner(corner.x(), corner.y()))
                        .toList()))
            .toList();
    ledger.apply(new Entry(start, null, new CameraCommand.PlaceCamera(CAMERA, watches)));
    var settings =
        CameraSettings.of("lot", new Source.VideoFile(SET.resolve("clip.mp4")))
            .once()
            .withPace(Pace.FAST)
            .withFramesPerSecond(2);
    var watched = spots.stream().map(spot -> new WatchedSpot(spot.id(), spot.outline())).toList();
    var turns = new ArrayList<Turn>();
    var ffmpeg = Ffmpeg.find(null, Ffmpeg.defaultCache());
    try (var net = SpotNet.shipped();
        var decoder = Decoder.start(Decoders.of(ffmpeg), settings, InstantSource.system(), start)) {
      var sight = new Sight(net, watched);
      double second = 0;
      for (var frame = decoder.next(); frame != null; frame = decoder.next()) {
        var seen = sight.look(frame);
        var now = start.plusMillis(Math.round(1000 * second));
        var sightings =
            seen.sightings().stream()
                .map(one -> new CameraCommand.Sighting(new SpotId(one.spot()), one.occupied()))
                .toList();
        var observe = new CameraCommand.Observe(CAMERA, now, Visibility.CLEAR, sightings);
        for (var event : ledger.apply(new Entry(now, null, observe)).events()) {
          if (event.change() instanceof SpotChanged change) {
            turns.add(new Turn(second, change.spot().value(), change.from(), change.to()));
          }
        }
        second += 0.5;
      }
    }
    return turns;
  }

  @Test
  void feedTellsOfBothCars() throws IOException, InterruptedException {
    var clip = SET.resolve("clip.mp4").toAbsolutePath().normalize();
    try (var up =
        Running.up(
            folder,
            "--camera",
            "lot=file:" + clip,
            "--spots",
            SET.resolve("labels.json").toString(),
            "--fps",
            "2",
            "--fast",
            "--once")) {
      assertThat(left(up.uri())).containsExactly("11", "5");
    }
  }

  /** Which spots became free, from the live feed, until two have. */
  private static List<String> left(URI server) throws IOException {
    var json = JsonMapper.builder().build();
    var left = new ArrayList<String>();
    var connection = server.resolve("/api/live?lot=lot&lastEventId=0").toURL().openConnection();
    connection.setReadTimeout(Math.toIntExact(Duration.ofMinutes(3).toMillis()));
    try (var in =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = in.readLine(); line != null && left.size() < 2; line = in.readLine()) {
        if (line.startsWith("data:") && line.contains("spot.changed")) {
          var event = json.readValue(line.substring("data:".length()), Map.class);
          if (!"unknown".equals(event.get("from")) && !"unknown".equals(event.get("to"))) {
            left.add(String.valueOf(event.get("spot")));
          }
        }
      }
    }
    return left;
  }
}
