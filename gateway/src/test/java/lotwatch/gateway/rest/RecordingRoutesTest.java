package lotwatch.gateway.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import lotwatch.gateway.MemoryLedger;
import lotwatch.ledger.BlobCommand.LoseBlob;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.RecordingState.Status;
import lotwatch.ledger.Steps;
import lotwatch.wire.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class RecordingRoutesTest extends ServedRecordings {
  @Test
  void bodyBecomesARecording() throws Exception {
    var source = random(2_000_000);

    var answer = upload("?label=a%2F..%2Fb.mov&width=640&height=360&container=webm", source);

    assertThat(answer.statusCode()).isEqualTo(201);
    var recording = recording("a/../b.mov");
    assertThat(answer.headers().firstValue("Location")).contains("recordings/" + recording.id());
    assertThat(Json.object(answer.body()).get("id").stringValue()).isEqualTo(recording.id());
    assertThat(blobs.fetch(recording.source())).hasBinaryContent(source);
    var told = server.json("/api/recordings/" + recording.id());
    assertThat(told.get("label").stringValue()).isEqualTo("a/../b.mov");
    assertThat(told.get("bytes").longValue()).isEqualTo(2_000_000);
    assertThat(told.get("wanted").get("codec").stringValue()).isEqualTo("vp9");
    assertThat(told.get("wanted").get("width").intValue()).isEqualTo(640);
    assertThat(uploads.open()).isZero();
  }

  @Test
  void progressIsToldByPieceAndWorker() throws Exception {
    upload("?label=clip", random(10));
    encoder.split(4);
    encoder.encode();
    encoder.begin(Steps.ENCODE, 500);

    var told = server.json(path("clip"));

    assertThat(told.get("status").stringValue()).isEqualTo("encoding");
    assertThat(told.get("pieces").intValue()).isEqualTo(4);
    assertThat(told.get("done").intValue()).isEqualTo(1);
    assertThat(told.get("progress").doubleValue()).isEqualTo(0.375);
    assertThat(told.get("tasks").valueStream().map(each -> each.get("state").stringValue()))
        .containsExactly("done", "leased", "pending", "pending");
    assertThat(told.get("tasks").get(1).get("worker").stringValue()).isEqualTo("w1");
    assertThat(told.get("tasks").get(1).get("progress").doubleValue()).isEqualTo(0.5);
    assertThat(server.json("/api/recordings").get("items").get(0).has("tasks")).isFalse();
  }

  @Test
  void listIsTheNewestFirstAndInParts() throws Exception {
    for (int i = 0; i < 3; i++) {
      upload("?label=c" + i, random(i + 1));
    }

    var first = server.json("/api/recordings?limit=2");
    assertThat(labels(first)).containsExactly("c2", "c1");
    var rest = server.json("/api/recordings?after=" + first.get("next").stringValue());
    assertThat(labels(rest)).containsExactly("c0");
    assertThat(labels(server.json("/api/recordings?label=c1"))).containsExactly("c1");
    assertThat(server.ask("/api/recordings?after=none").statusCode()).isEqualTo(400);
    assertThat(server.ask("/api/recordings/none").statusCode()).isEqualTo(404);
  }

  @Test
  void parameterThatIsNoneIsRefusedByName() throws Exception {
    for (var path : List.of("/api/recordings?foo=1", "/api/workers?label=c1&limit=1")) {
      var answer = send(to(path));

      assertThat(answer.statusCode()).as(path).isEqualTo(400);
      assertThat(problem(answer).detail()).containsPattern("(foo|label) is no parameter here");
    }
    assertThat(server.ask("/api/recordings?local=true&label=c&limit=9").statusCode())
        .isEqualTo(200);
  }

  private static List<String> labels(JsonNode page) {
    return page.get("items").valueStream().map(each -> each.get("label").stringValue()).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "'', 400, label",
    "?label=, 400, label",
    "?label=c&width=8194, 400, width",
    "?label=c&width=640&width=641, 400, width",
    "?label=c&threads=9, 400, threads",
    "?label=c&container=avi, 400, container",
  })
  void wrongRequestIsToldBeforeTheVideoIsRead(String query, int status, String field)
      throws Exception {
    var answer = upload(query, random(10));

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(problem(answer).detail()).contains(field);
    assertThat(blobs.files()).isEmpty();
  }

  @Test
  void formsOfOtherSitesAreNotTaken() throws Exception {
    var answer =
        send(
            to("/api/recordings?label=c")
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(BodyPublishers.ofByteArray(random(10))));

    assertThat(answer.statusCode()).isEqualTo(415);
  }

  @Test
  void whatIsEmptyTooLargeOrDoesNotFitLeavesNothing() throws Exception {
    assertThat(problem(upload("?label=c", new byte[0])).reason()).isEqualTo("EMPTY");
    assertThat(upload("?label=most", random(UPLOAD_MAX)).statusCode()).isEqualTo(201);
    var large = upload("?label=c", random(UPLOAD_MAX + 1));
    assertThat(large.statusCode()).isEqualTo(413);
    blobs.limit(UPLOAD_MAX + 9);
    var full = upload("?label=c", random(10));
    assertThat(full.statusCode()).isEqualTo(507);
    assertThat(problem(full).detail()).contains("recordings.quota");

    assertThat(blobs.files()).hasSize(1);
    assertThat(uploads.open()).isZero();
  }

  @Test
  void bodyThatIsCutOffLeavesNothing() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.http().port())) {
      var head =
          String.join(
              "\r\n",
              "POST /api/recordings?label=c HTTP/1.1",
              "Host: localhost",
              "Content-Type: video/mp4",
              "Content-Length: 1000000",
              "",
              "");
      socket.getOutputStream().write(head.getBytes(US_ASCII));
      socket.getOutputStream().write(random(1_000));
      socket.getOutputStream().flush();
      MemoryLedger.await("it is on its way", () -> uploads.open() == 1);
    }

    MemoryLedger.await("it has ended", () -> uploads.open() == 0);
    assertThat(blobs.files()).isEmpty();
    assertThat(ledger.view().recordings()).isEmpty();
  }

  @Test
  void videoIsGivenInRanges() throws Exception {
    upload("?label=cl%22ip.avi&container=mkv", random(10));
    var result = random(300_000);
    complete(result);
    var video = path("cl\"ip.avi") + "/video";

    var whole = send(to(video));
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.body()).isEqualTo(result);
    assertThat(whole.headers().map())
        .containsEntry("content-type", List.of("video/x-matroska"))
        .containsEntry("accept-ranges", List.of("bytes"))
        .containsEntry("content-length", List.of("300000"))
        .containsEntry("content-disposition", List.of("inline; filename*=UTF-8''cl%22ip.mkv"));
    var tag = whole.headers().firstValue("ETag").orElseThrow();

    var part = send(to(video).header("Range", "bytes=100000-200000").header("If-Range", tag));
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.headers().firstValue("Content-Range")).contains("bytes 100000-200000/300000");
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(result, 100_000, 200_001));
    assertThat(send(to(video).header("Range", "bytes=-7")).body())
        .isEqualTo(Arrays.copyOfRange(result, 299_993, 300_000));
    var changed = send(to(video).header("Range", "bytes=1-2").header("If-Range", "\"x\""));
    assertThat(changed.statusCode()).isEqualTo(200);

    var beyond = send(to(video).header("Range", "bytes=300000-"));
    assertThat(beyond.statusCode()).isEqualTo(416);
    assertThat(beyond.headers().firstValue("Content-Range")).contains("bytes */300000");
    assertThat(send(to(video).header("If-None-Match", tag)).statusCode()).isEqualTo(304);
    var head = send(to(video).method("HEAD", BodyPublishers.noBody()));
    assertThat(head.headers().firstValue("Content-Length")).contains("300000");
    assertThat(head.body()).isEmpty();
  }

  @Test
  void damagedFileIsNotGivenOutAsTheVideoAndALostOneIsMadeAnew() throws Exception {
    upload("?label=clip", random(10));
    complete(random(300_000));
    var video = requireNonNull(recording("clip").result());
    var file = blobs.fetch(video);
    var bytes = Files.readAllBytes(file);
    bytes[1_000] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> send(to(path("clip") + "/video"))).isInstanceOf(IOException.class);
    assertThat(blobs.suspected()).containsExactly(video);

    assertThat(post(path("clip") + "/retry").statusCode()).isEqualTo(204);
    assertThat(recording("clip").status()).isEqualTo(Status.COMPLETED);
    ledger.submit(new LoseBlob(video, new NodeId("n1")), null);
    assertThat(post(path("clip") + "/retry").statusCode()).isEqualTo(204);
    assertThat(recording("clip").status()).isEqualTo(Status.SPLITTING);
    assertThat(recording("clip").result()).isNull();
    assertThat(requireNonNull(ledger.view().blob(video)).uses()).isZero();
  }

  @Test
  void videoThatIsNotThereYetIsAConflict() throws Exception {
    upload("?label=clip", random(10));

    var answer = send(to(path("clip") + "/video"));

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(problem(answer).reason()).isEqualTo("NOT_COMPLETED");
  }

  @Test
  void recordingIsCancelledTriedAgainPinnedAndDeleted() throws Exception {
    upload("?label=clip", random(10));
    var at = path("clip");

    assertThat(post(at + "/cancel").statusCode()).isEqualTo(204);
    assertThat(recording("clip").status()).isEqualTo(Status.CANCELLED);
    assertThat(post(at + "/cancel").statusCode()).isEqualTo(204);
    assertThat(post(at + "/retry").statusCode()).isEqualTo(204);
    assertThat(recording("clip").status()).isEqualTo(Status.SPLITTING);
    assertThat(post(at + "/pin").statusCode()).isEqualTo(204);
    var pinned = send(to(at).DELETE());
    assertThat(pinned.statusCode()).isEqualTo(409);
    assertThat(problem(pinned).reason()).isEqualTo("PINNED");
    assertThat(problem(upload("?label=clip", random(20))).reason()).isEqualTo("PINNED");
    assertThat(post(at + "/unpin").statusCode()).isEqualTo(204);
    assertThat(send(to(at).DELETE()).statusCode()).isEqualTo(204);
    assertThat(ledger.view().recordings()).isEmpty();
    assertThat(post(at + "/retry").statusCode()).isEqualTo(404);
  }

  @Test
  void whatIsCompletedIsNotCancelled() throws Exception {
    upload("?label=clip", random(10));
    complete(random(20));

    var answer = post(path("clip") + "/cancel");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(problem(answer).detail()).isEqualTo("it is completed: there is no work to cancel");
    assertThat(recording("clip").status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void workersAreListedAndSteered() throws Exception {
    upload("?label=clip", random(10));
    encoder.begin(Steps.SPLIT, 10);

    assertThat(post("/api/workers/w1/pause").statusCode()).isEqualTo(204);
    var worker = server.json("/api/workers").get("items").get(0);
    assertThat(worker.get("name").stringValue()).isEqualTo("w1");
    assertThat(worker.get("steering").stringValue()).isEqualTo("paused");
    assertThat(worker.get("leases").intValue()).isEqualTo(1);
    assertThat(post("/api/workers/w1/resume").statusCode()).isEqualTo(204);
    assertThat(post("/api/workers/w1/drain").statusCode()).isEqualTo(204);
    assertThat(server.json("/api/workers").get("items").get(0).get("steering").stringValue())
        .isEqualTo("draining");
    assertThat(post("/api/workers/none/drain").statusCode()).isEqualTo(404);
    assertThat(post("/api/workers/a%20b/drain").statusCode()).isEqualTo(400);
  }
}
