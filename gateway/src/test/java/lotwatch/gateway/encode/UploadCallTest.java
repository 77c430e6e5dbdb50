package lotwatch.gateway.encode;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.uploads.Uploads;
import lotwatch.ledger.RecordingCommand.Pin;
import lotwatch.ledger.Steps;
import lotwatch.wire.proto.replication.UploadVideoChunk;
import lotwatch.wire.proto.replication.UploadVideoResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** As system D's client uploads. */
class UploadCallTest extends ServedVideos {
  @ParameterizedTest
  @ValueSource(
      strings = {"../../etc/passwd", "/", "..", "a/b\\c.mp4", "äö ü.mov", ".", "-rf", "con:1"})
  void anyNameIsALabelAndNoPath(String id) throws Exception {
    assertThat(upload(id, random(10)).getSuccess()).isTrue();

    assertThat(status(id).getStatus()).isEqualTo("segmenting");
    assertThat(blobs.files()).containsExactly(recording(id).source().sha256());
  }

  @Test
  void videoWithoutAnIdGetsOne() throws Exception {
    var answer = upload("", random(10));

    assertThat(answer.getVideoId()).hasSize(36);
    assertThat(status(answer.getVideoId()).getStatus()).isEqualTo("segmenting");
  }

  @Test
  void sameNameAgainReplacesTheVideo() throws Exception {
    upload("clip", random(10));
    var before = recording("clip").id();

    assertThat(upload("clip", random(20)).getSuccess()).isTrue();
    assertThat(recording("clip").id()).isNotEqualTo(before);
    assertThat(ledger.view().recordings()).hasSize(1);
  }

  @Test
  void streamWithoutAMessageIsRefused() throws Exception {
    assertThat(upload())
        .returns(false, UploadVideoResponse::getSuccess)
        .returns("unknown", UploadVideoResponse::getVideoId)
        .satisfies(
            no -> assertThat(no.getMessage()).startsWith("Upload failed: StopAsyncIteration - "));
  }

  @Test
  void firstMessageWithoutItsFlagIsRefused() throws Exception {
    assertThat(upload(later("clip", random(10))))
        .returns(false, UploadVideoResponse::getSuccess)
        .returns("unknown", UploadVideoResponse::getVideoId)
        .satisfies(no ->
            assertThat(no.getMessage())
                .startsWith("Upload failed: ValueError - ")
                .contains("is_first_chunk"));
    assertThat(status("clip").getStatus()).isEqualTo("not_found");
  }

  @Test
  void videoOfNoBytesIsRefused() throws Exception {
    assertThat(upload(first("clip", new byte[0])).getMessage())
        .isEqualTo("Upload failed: the video is empty");
    assertThat(blobs.files()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "640, 480, 1920, 1080, mkv, 1920, 1080, MKV",
    "640, 480, 0, 1080, '', 640, 1080, MP4",
    "641, 479, -1, 0, webm, 642, 480, WEBM",
    "0, 0, 0, 0, mov, , , MOV",
  })
  void finalSizeIsTheUpscaleThenTheTargetThenTheSource(
      int width,
      int height,
      int upWidth,
      int upHeight,
      String format,
      Integer wantedWidth,
      Integer wantedHeight,
      String container) {
    var chunk =
        UploadVideoChunk.newBuilder()
            .setTargetWidth(width)
            .setTargetHeight(height)
            .setUpscaleWidth(upWidth)
            .setUpscaleHeight(upHeight)
            .setOutputFormat(format)
            .build();

    var wanted = WantedSize.of(chunk);

    assertThat(wanted.width()).isEqualTo(wantedWidth);
    assertThat(wanted.height()).isEqualTo(wantedHeight);
    assertThat(wanted.container().name()).isEqualTo(container);
  }

  @Test
  void whatCannotBeMadeIsRefusedAtOnce() throws Exception {
    var avi = first("clip", random(10)).toBuilder().setOutputFormat("avi").build();
    assertThat(upload(avi).getMessage()).startsWith("Upload failed: output_format must be one of");
    var huge = first("clip", random(10)).toBuilder().setUpscaleWidth(Integer.MAX_VALUE).build();
    assertThat(upload(huge).getMessage()).startsWith("Upload failed: width");
    assertThat(upload(first("x".repeat(256), random(10))).getMessage()).contains("label", "255");
    assertThat(upload(first("a\nb", random(10))).getMessage()).contains("control character");
    assertThat(ledger.view().recordings()).isEmpty();
    assertThat(blobs.files()).isEmpty();
  }

  @Test
  void videoAsLargeAsTheLimitIsTakenAndALargerOneRefused() throws Exception {
    assertThat(upload("most", random((int) UPLOAD_MAX)).getSuccess()).isTrue();

    var answer = upload("more", random((int) UPLOAD_MAX + 1));

    assertThat(answer.getSuccess()).isFalse();
    assertThat(answer.getMessage()).contains("" + UPLOAD_MAX, "limit");
    assertThat(blobs.files()).hasSize(1);
    assertThat(uploads.open()).isZero();
  }

  @Test
  void videoThatDoesNotFitIsRefused() throws Exception {
    blobs.limit(10);

    assertThat(upload("clip", random(20)))
        .returns(false, UploadVideoResponse::getSuccess)
        .satisfies(no -> assertThat(no.getMessage()).contains("recordings.quota is 10 bytes"));
    assertThat(blobs.files()).isEmpty();
  }

  @Test
  void pinnedVideoIsNotReplaced() throws Exception {
    upload("clip", random(10));
    ledger.submit(new Pin(recording("clip").id(), true), null);

    assertThat(upload("clip", random(20)).getMessage()).contains("pinned");
    assertThat(blobs.files()).hasSize(1);
  }

  @Test
  void uploadThatBreaksOffLeavesNothing() throws Exception {
    var client = new Client();
    client.chunks.onNext(first("clip", random(PIECE)));
    MemoryLedger.await("it is on its way", () -> uploads.open() == 1);

    channel.shutdownNow();

    MemoryLedger.await("it has ended", () -> uploads.open() == 0);
    assertThat(blobs.files()).isEmpty();
    assertThat(ledger.view().recordings()).isEmpty();
  }

  @Test
  void uploadThatSendsNothingForTooLongIsEndedAndLeavesNothing() throws Exception {
    close();
    server = serve(Duration.ZERO, Duration.ofMillis(500));
    channel = channel();
    var client = new Client();
    client.chunks.onNext(first("clip", random(PIECE)));

    assertThatThrownBy(() -> client.answer.get(1, MINUTES))
        .hasMessageContaining("DEADLINE_EXCEEDED: nothing came for 0 s; upload it again");

    MemoryLedger.await("it has ended", () -> uploads.open() == 0);
    assertThat(blobs.files()).isEmpty();
    assertThat(ledger.view().recordings()).isEmpty();
  }

  @Test
  void moreUploadsThanTheLimitAreRefused() throws Exception {
    var clients = new ArrayList<Client>();
    for (int i = 0; i < Uploads.UPLOADS_MAX; i++) {
      if (i % 50 == 0) {
        channel = channel(); // a connection takes 100 calls
      }
      var client = new Client();
      client.chunks.onNext(first("clip" + i, random(1)));
      clients.add(client);
    }
    MemoryLedger.await("all are on their way", () -> uploads.open() == Uploads.UPLOADS_MAX);

    assertThat(upload("more", random(1)).getMessage())
        .contains("" + Uploads.UPLOADS_MAX, "try again");
    for (var client : clients) {
      client.end();
    }
    assertThat(upload("more", random(1)).getSuccess()).isTrue();
  }

  @Test
  void uploadWaitsUntilItsVideoIsCutAndSaysWhyItCannotBe() throws Exception {
    server.close();
    server = serve(Duration.ofMinutes(2));
    channel.shutdownNow();
    channel = channel();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var good = threads.submit(() -> upload("good", random(10)));
      MemoryLedger.await("it is there", () -> ledger.view().recordingLabelled("good") != null);
      encoder.split(1);
      assertThat(good.get().getSuccess()).isTrue();

      var bad = threads.submit(() -> upload("bad", random(20)));
      MemoryLedger.await("it is there", () -> ledger.view().recordingLabelled("bad") != null);
      encoder.fail(Steps.SPLIT, "it is no video");
      assertThat(bad.get())
          .returns(false, UploadVideoResponse::getSuccess)
          .returns("Segmentation failed: it is no video", UploadVideoResponse::getMessage);
    }
  }
}
