package lotwatch.media.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import lotwatch.media.Frame;
import lotwatch.media.camera.CameraSettings.Pace;
import lotwatch.wire.recordings.Fragments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FilmingTest {
  @TempDir Path folder = Path.of("set by JUnit");

  /** Keeps the pieces that come. */
  private final class Kept implements Films {
    final List<Piece> pieces = new CopyOnWriteArrayList<>();
    final List<String> standing = new CopyOnWriteArrayList<>();
    final AtomicInteger ofFirstRun = new AtomicInteger(-1);
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public Path folder(String camera) throws IOException {
      return Files.createDirectory(folder.resolve("child-" + count.incrementAndGet()));
    }

    @Override
    public void piece(String camera, Piece piece) {
      var own = folder.resolve("piece-%d.mp4".formatted(count.incrementAndGet()));
      try {
        Files.move(piece.file(), own);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      pieces.add(new Piece(own, piece.from(), piece.length()));
    }

    @Override
    public void stands(String camera, String reason) {
      standing.add(reason);
      if (reason.equals("the stream ended")) {
        ofFirstRun.compareAndSet(-1, pieces.size());
      }
    }

    private List<Fragments> contents() throws IOException {
      var contents = new ArrayList<Fragments>();
      for (var piece : pieces) {
        contents.add(Fragments.of(piece.file()));
      }
      return contents;
    }
  }

  @Test
  void everyFrameOfAFileIsInOnePieceAndItsEndIsTold() throws Exception {
    var kept = new Kept();
    var clip = Kit.clip(folder, 25);
    var camera = CameraSettings.of("north", new Source.VideoFile(clip)).once().withPace(Pace.FAST);

    try (var filming =
        new Filming(Decoders.of(Kit.ffmpeg()), camera, kept, InstantSource.system())) {
      filming.start();
      Kit.await("the end of the file", () -> kept.ofFirstRun.get() >= 0);
    }

    var contents = kept.contents().subList(0, kept.ofFirstRun.get());
    assertThat(contents.size()).isGreaterThan(1);
    assertThat(contents.stream().mapToInt(Fragments::frames).sum()).isEqualTo(25 * 25);
    assertThat(contents).allMatch(each -> each.codec().equals("avc1") && each.headerBytes() > 0);
    assertThat(contents.stream().map(Fragments::configuration).distinct()).hasSize(1);
    for (int i = 1; i < kept.pieces.size(); i++) {
      var before = kept.pieces.get(i - 1);
      assertThat(kept.pieces.get(i).from()).isAfterOrEqualTo(before.from().plus(before.length()));
    }
  }

  @Test
  void framesThatAreLookedAtAreEncodedWhereNoVideoComes() throws Exception {
    var kept = new Kept();
    var camera = CameraSettings.of("gate", Source.parse("grpc:7"));
    var planes = new byte[Frame.bytes(321, 181)];

    try (var filming =
        new Filming(Decoders.of(Kit.ffmpeg()), camera, kept, InstantSource.system())) {
      filming.start();
      Kit.await(
          "a piece",
          () -> {
            planes[0]++;
            filming.offer(new Frame(1, Instant.now(), 321, 181, planes.clone()));
            return !kept.pieces.isEmpty();
          });
    }

    assertThat(kept.contents().getFirst().frames()).isGreaterThan(1);
    assertThat(kept.standing).allMatch(String::isEmpty);
  }

  @Test
  void cameraThatIsNotThereIsToldWithoutItsPassword() throws Exception {
    var kept = new Kept();
    var camera = CameraSettings.of("far", Source.parse("rtsp://me:secret77@127.0.0.1:1/x"));

    try (var filming =
        new Filming(Decoders.of(Kit.ffmpeg()), camera, kept, InstantSource.system())) {
      filming.start();
      Kit.await("a reason", () -> kept.standing.stream().anyMatch(said -> !said.isEmpty()));
    }

    assertThat(kept.standing).noneMatch(said -> said.contains("secret77"));
    assertThat(kept.pieces).isEmpty();
  }
}
