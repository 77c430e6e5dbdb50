package lotwatch.recordings.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.ledger.BlobId;
import lotwatch.recordings.media.Limits;
import lotwatch.recordings.media.Ratio;
import lotwatch.recordings.media.Sandbox;
import lotwatch.recordings.media.Steps;
import lotwatch.recordings.media.TestVideo;
import lotwatch.wire.blobs.Blobs;
import lotwatch.wire.blobs.Space;
import lotwatch.wire.recordings.Playback.File;
import lotwatch.wire.recordings.PlaybackException;
import lotwatch.wire.recordings.PlaybackException.Why;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PlaybackCacheTest {
  @TempDir static Path videos = Path.of("set by JUnit");
  private static @Nullable Sandbox sandbox;
  private static Path video = Path.of("set before all");

  @TempDir Path folder = Path.of("set by JUnit");
  private final AtomicInteger made = new AtomicInteger();
  private final Disk disk = new Disk();
  private final List<PlaybackCache> opened = new ArrayList<>();

  @BeforeAll
  static void make() throws Exception {
    var found = Sandbox.find(Ffmpeg.find(null, Ffmpeg.defaultCache()), Limits.STANDARD);
    video = videos.resolve("gate.mp4");
    new TestVideo(3, 160, 120, new Ratio(25, 1)).make(found, video);
    sandbox = found;
  }

  @AfterEach
  void close() {
    opened.forEach(PlaybackCache::close);
  }

  private PlaybackCache cache(long bytesMax) {
    var cache =
        new PlaybackCache(
            () -> {
              made.incrementAndGet();
              return new Steps(Objects.requireNonNull(sandbox));
            },
            disk,
            new PlaybackSettings(bytesMax));
    opened.add(cache);
    return cache;
  }

  @Test
  void videoIsMadeOnceWithTheListsThatNameItsTracks() throws Exception {
    var one = disk.add(1, video);
    var cache = cache(1 << 30);
    var playlist = cache.of(one, File.PLAYLIST);

    assertThat(cache.of(one, File.PLAYLIST)).isEqualTo(playlist);
    assertThat(Files.readString(playlist)).contains("\nvideo.m3u8\n", "URI=\"sound.m3u8\"");
    assertThat(Files.readString(cache.of(one, File.VIDEO_PLAYLIST)))
        .contains("#EXT-X-MAP:URI=\"video.mp4\"", "#EXT-X-BYTERANGE", "#EXT-X-ENDLIST");
    assertThat(Files.readString(cache.of(one, File.SOUND_PLAYLIST)))
        .contains("#EXT-X-MAP:URI=\"sound.mp4\"", "#EXT-X-BYTERANGE", "#EXT-X-ENDLIST");
    assertThat(Files.readString(cache.of(one, File.MANIFEST))).contains("video.mp4", "sound.mp4");
    assertThat(Files.size(cache.of(one, File.VIDEO))).isPositive();
    assertThat(Files.size(cache.of(one, File.SOUND))).isPositive();
    assertThat(made).hasValue(1);
    assertThat(folder.toFile().list()).hasSize(2); // the video, and a folder of what was made
  }

  @Test
  void silentVideoHasNoFileOfSound() throws Exception {
    var silent = videos.resolve("silent.mp4");
    var words = List.of("-v", "error", "-i", video + "", "-an", "-c", "copy", silent + "");
    assertThat(Ffmpeg.find(null, Ffmpeg.defaultCache()).command(words).start().waitFor()).isZero();
    var cache = cache(1 << 30);

    assertThat(Files.readString(cache.of(disk.add(1, silent), File.PLAYLIST)))
        .contains("\nvideo.m3u8\n")
        .doesNotContain("sound");
    assertWhy(cache, disk.add(1, silent), File.SOUND, Why.ABSENT, "sound.mp4");
    assertThat(cache.of(disk.add(1, silent), File.VIDEO)).exists();
  }

  @Test
  void thumbnailsAreMadeOnceBesideTheFragments() throws Exception {
    var one = disk.add(1, video);
    var cache = cache(1 << 30);

    var cues = Files.readString(cache.of(one, File.THUMBNAILS));

    assertThat(cues).startsWith("WEBVTT\n").contains("\nthumbnails.jpg#xywh=0,0,160,90\n");
    assertThat(Files.size(cache.of(one, File.SPRITE))).isBetween(1L, Steps.SPRITE_BYTES_MAX);
    assertThat(made).hasValue(1);
    assertThat(cache.bytes()).isEqualTo(Steps.SPRITE_BYTES_MAX);
    cache.of(one, File.PLAYLIST);
    assertThat(made).hasValue(2);
    assertThat(cache.bytes()).isEqualTo(Steps.SPRITE_BYTES_MAX + Files.size(video));
  }

  @Test
  void longestUnplayedOneGivesItsSpaceAndOneThatIsTooLargeIsRefused() throws Exception {
    long bytes = Files.size(video);
    var cache = cache(2 * bytes + 10);
    var first = cache.of(disk.add(1, video), File.VIDEO);
    var second = cache.of(disk.add(2, video), File.VIDEO);
    cache.of(disk.add(1, video), File.VIDEO);

    cache.of(disk.add(3, video), File.VIDEO);

    assertThat(first).exists();
    assertThat(second).doesNotExist();
    assertThat(cache.bytes()).isEqualTo(2 * bytes);
    var large = Files.write(videos.resolve("large"), new byte[(int) (2 * bytes + 11)]);
    assertWhy(cache, disk.add(4, large), Why.FULL, "recordings.hls-max");
  }

  @Test
  void thumbnailsGiveTheirSpaceToo() throws Exception {
    var cache = cache(2 * Steps.SPRITE_BYTES_MAX);
    var first = cache.of(disk.add(1, video), File.SPRITE);
    var second = cache.of(disk.add(2, video), File.SPRITE);

    cache.of(disk.add(3, video), File.SPRITE);

    assertThat(first).doesNotExist();
    assertThat(second).exists();
    assertThat(cache.bytes()).isEqualTo(2 * Steps.SPRITE_BYTES_MAX);
  }

  @Test
  void whatCannotBeHadSaysWhyAndLeavesNothing() throws Exception {
    var cache = cache(1 << 30);
    var text = Files.writeString(videos.resolve("text"), "ffconcat version 1.0\nfile x.mp4\n");

    assertWhy(cache, disk.add(1, text), Why.UNFIT, "");
    assertWhy(cache, new BlobId("f".repeat(64)), Why.UNAVAILABLE, "no node");
    assertThat(folder.toFile().list()).hasSize(1);
    assertThat(cache.bytes()).isZero();
  }

  private static void assertWhy(PlaybackCache cache, BlobId blob, Why why, String said) {
    assertWhy(cache, blob, File.PLAYLIST, why, said);
  }

  private static void assertWhy(PlaybackCache cache, BlobId blob, File file, Why why, String said) {
    assertThatThrownBy(() -> cache.of(blob, file))
        .isInstanceOfSatisfying(
            PlaybackException.class, no -> assertThat(no.why()).as(no.getMessage()).isEqualTo(why))
        .hasMessageContaining(said);
  }

  /** Videos in one folder, each under the name that it is given. */
  private final class Disk implements Blobs {
    private final Map<BlobId, Path> files = new HashMap<>();

    BlobId add(int number, Path source) throws IOException {
      var id = new BlobId("%064x".formatted(number));
      if (!files.containsKey(id)) {
        files.put(id, Files.copy(source, folder.resolve(id.sha256())));
      }
      return id;
    }

    @Override
    public Path folder(String name) throws IOException {
      return Files.createTempDirectory(folder, name);
    }

    @Override
    public BlobId keep(Path file) {
      throw new IllegalStateException("what is made for players is no blob");
    }

    @Override
    public void need(List<BlobId> blobs) {
      throw new IllegalStateException("what is made for players is no blob");
    }

    @Override
    public void suspect(BlobId blob) {
      throw new IllegalStateException("nothing is damaged here");
    }

    @Override
    public Path fetch(BlobId blob) throws IOException {
      var file = files.get(blob);
      if (file == null) {
        throw new IOException("no node has it");
      }
      return file;
    }

    @Override
    public Space reserve(long bytes) {
      return new Space() {
        @Override
        public void extend(long more) {}

        @Override
        public void wrote(long written) {}

        @Override
        public void handOver(long kept) {}

        @Override
        public void close() {}
      };
    }
  }
}
