package lotwatch.gateway.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import lotwatch.gateway.FolderBlobs;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.ServedRoutes;
import lotwatch.gateway.http.HttpSettings;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.Command;
import lotwatch.ledger.Footage;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.RecordingCommand.AddFootage;
import lotwatch.ledger.RecordingCommand.EndFootage;
import lotwatch.ledger.Steps;
import lotwatch.ledger.TaskId;
import lotwatch.ledger.TaskResult;
import lotwatch.ledger.Versions;
import lotwatch.ledger.WorkCommand.Complete;
import lotwatch.ledger.WorkCommand.Lease;
import lotwatch.ledger.WorkerReport;
import lotwatch.wire.json.Json;
import lotwatch.wire.json.Problem;
import lotwatch.wire.recordings.Playback.File;
import lotwatch.wire.recordings.PlaybackException;
import lotwatch.wire.recordings.PlaybackException.Why;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Play lists and fragments over a real HTTP server: of finished videos, and of what is filmed. */
class PlaybackRoutesTest {
  private static final Instant BEGIN = Instant.parse("2027-01-01T12:00:00Z");
  private static final String AT = "/api/recordings/film/hls/";

  @TempDir Path folder = Path.of("set by JUnit");
  private final MemoryLedger ledger = new MemoryLedger(Clock.systemUTC());
  private final AtomicReference<@Nullable PlaybackException> obstacle = new AtomicReference<>();
  private final AtomicReference<@Nullable BlobId> asked = new AtomicReference<>();
  private FolderBlobs blobs;
  private ServedRoutes server;

  @BeforeEach
  void open() throws Exception {
    tell(new Command.RaiseVersion(Versions.NEWEST));
    blobs = new FolderBlobs(Files.createDirectory(folder.resolve("blobs")), ledger);
    server =
        new ServedRoutes(
            HttpSettings.Limits.DEFAULT,
            List.of(new PlaybackRoutes(ledger, this::made, blobs)::mount));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Path made(BlobId video, File file) throws PlaybackException {
    asked.set(video);
    var why = obstacle.get();
    if (why != null) {
      throw why;
    }
    try {
      return Files.writeString(folder.resolve(file.fileName()), "this is " + file.fileName());
    } catch (IOException e) {
      throw new PlaybackException(Why.UNAVAILABLE, String.valueOf(e.getMessage()));
    }
  }

  private void tell(Command command) {
    assertThat(ledger.submit(command, null)).isEqualTo(new Accepted());
  }

  private BlobId keep(byte[] content) throws Exception {
    return blobs.keep(Files.write(blobs.folder("piece").resolve("piece"), content));
  }

  private void film(int frames, int fromSecond, int millis) throws Exception {
    var blob = keep(Film.joined(Film.header(), Film.fragment(frames)));
    var piece = new Footage.Piece(blob, BEGIN.plusSeconds(fromSecond), millis, frames);
    tell(new AddFootage("film", "north 1", "{\"container\":\"mp4\"}", "north", piece));
  }

  private BlobId join(byte[] result) throws Exception {
    tell(new EndFootage("film"));
    tell(new Lease("w1", new WorkerReport("a:1", 1, 0), "t1", 1, Steps.ALL));
    var made = keep(result);
    var done = new TaskResult("{}", List.of(made), List.of());
    tell(new Complete(new TaskId("film", Steps.COMBINE, 0), "t1", done));
    return made;
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), UTF_8);
  }

  @Test
  void whatIsFilmedIsPlayedPieceByPiece() throws Exception {
    film(3, 0, 9_600);
    film(4, 20, 10_040);

    var list = server.ask(AT + "index.m3u8");

    assertThat(text(list))
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-TARGETDURATION:11
            #EXT-X-PLAYLIST-TYPE:EVENT
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-MAP:URI="header-0.mp4"
            #EXT-X-PROGRAM-DATE-TIME:2027-01-01T12:00:00Z
            #EXTINF:9.600,
            piece-0.mp4
            #EXT-X-DISCONTINUITY
            #EXT-X-MAP:URI="header-1.mp4"
            #EXT-X-PROGRAM-DATE-TIME:2027-01-01T12:00:20Z
            #EXTINF:10.040,
            piece-1.mp4
            """);
    assertThat(list.headers().firstValue("Content-Type"))
        .hasValueSatisfying(it -> assertThat(it).startsWith("application/vnd.apple.mpegurl"));
    assertThat(list.headers().firstValue("Cache-Control")).hasValue("no-cache");
    assertThat(server.ask(AT + "header-1.mp4").body()).isEqualTo(Film.header());
    var piece = server.ask(AT + "piece-1.mp4");
    assertThat(piece.body()).isEqualTo(Film.fragment(4));
    assertThat(piece.headers().firstValue("Content-Type")).hasValue("video/mp4");
    tell(new EndFootage("film"));
    assertThat(text(server.ask(AT + "index.m3u8"))).endsWith("piece-1.mp4\n#EXT-X-ENDLIST\n");
  }

  @ParameterizedTest
  @CsvSource({
    "piece-1.mp4",
    "header-1.mp4",
    "piece-99999.mp4",
    "piece--1.mp4",
    "video.mp4",
    "thumbnails.vtt",
    "x"
  })
  void whatThePlayListDoesNotNameIsNotThere(String file) throws Exception {
    film(3, 0, 10_000);

    assertThat(server.ask(AT + file).statusCode()).isEqualTo(404);
    assertThat(server.ask("/api/recordings/none/hls/index.m3u8").statusCode()).isEqualTo(404);
  }

  @Test
  void pieceThatNoNodeHasIsToldAsSuch() throws Exception {
    film(3, 0, 10_000);
    var footage = Objects.requireNonNull(ledger.view().recording("film")).footage();
    Files.delete(blobs.fetch(Objects.requireNonNull(footage).pieces().getFirst().blob()));

    assertThat(server.ask(AT + "piece-0.mp4").statusCode()).isEqualTo(503);
  }

  @Test
  void whatIsJoinedIsPlayedFromTheResult() throws Exception {
    film(3, 0, 10_000);
    var made = join(new byte[] {1, 2, 3});

    var list = server.ask(AT + "index.m3u8");
    var part = server.ask(AT + "video.mp4", "Range", "bytes=2-4");

    assertThat(text(list)).isEqualTo("this is index.m3u8");
    assertThat(asked.get()).isEqualTo(made);
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(text(part)).isEqualTo("is ");
    assertThat(part.headers().firstValue("ETag"))
        .hasValue("\"%s-video.mp4\"".formatted(made.sha256()));
    assertThat(server.ask(AT + "piece-0.mp4").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource
  void eachFileOfWhatIsCompletedHasItsTypeAndTag(File file) throws Exception {
    film(3, 0, 10_000);
    var made = join(new byte[] {1});

    var answer = server.ask(AT + file.fileName());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(text(answer)).isEqualTo("this is " + file.fileName());
    assertThat(answer.headers().firstValue("Content-Type")).hasValue(file.mediaType());
    var tag = "\"%s-%s\"".formatted(made.sha256(), file.fileName());
    assertThat(answer.headers().firstValue("ETag")).hasValue(tag);
    assertThat(server.ask(AT + file.fileName(), "If-None-Match", tag).statusCode()).isEqualTo(304);
  }

  @ParameterizedTest
  @CsvSource({"ABSENT, 404", "UNFIT, 422", "BUSY, 503", "FULL, 507", "UNAVAILABLE, 503"})
  void whatCannotBeHadIsToldWithTheReason(Why why, int status) throws Exception {
    film(3, 0, 10_000);
    join(new byte[] {1});
    obstacle.set(new PlaybackException(why, "because"));

    var answer = server.ask(AT + "index.m3u8");

    assertThat(answer.statusCode()).isEqualTo(status);
    var problem = Json.read(answer.body(), Problem.class);
    assertThat(problem.reason()).isEqualTo(why == Why.ABSENT ? "NOT_FOUND" : why.name());
    assertThat(problem.detail()).isEqualTo("because");
  }
}
