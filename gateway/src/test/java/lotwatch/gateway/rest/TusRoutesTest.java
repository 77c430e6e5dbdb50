package lotwatch.gateway.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import lotwatch.gateway.MemoryLedger;
import org.junit.jupiter.api.Test;

/** As clients of tus upload. */
class TusRoutesTest extends ServedRecordings {
  private HttpRequest.Builder tus(String path) {
    return to(path).header("Tus-Resumable", "1.0.0");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private String begin(int length, String metadata) throws Exception {
    var answer =
        send(
            tus("/api/recordings")
                .header("Upload-Length", "" + length)
                .header("Upload-Metadata", metadata)
                .POST(BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(201);
    return "/api/" + answer.headers().firstValue("Location").orElseThrow();
  }

  private HttpResponse<byte[]> patch(String at, long offset, byte[] bytes) throws Exception {
    return send(
        tus(at)
            .header("Upload-Offset", "" + offset)
            .header("Content-Type", "application/offset+octet-stream")
            .method("PATCH", BodyPublishers.ofByteArray(bytes)));
  }

  private long offset(String at) {
    try {
      return send(tus(at).method("HEAD", BodyPublishers.noBody()))
          .headers()
          .firstValueAsLong("Upload-Offset")
          .orElse(-1);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void uploadThatIsCutOffGoesOnWhereItWas() throws Exception {
    var source = random(500_000);
    var at =
        begin(
            source.length,
            "filename %s,width %s,filetype %s"
                .formatted(base64("../ä.mp4"), base64("320"), "eA=="));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.http().port())) {
      var head =
          String.join(
              "\r\n",
              "PATCH " + at + " HTTP/1.1",
              "Host: localhost",
              "Tus-Resumable: 1.0.0",
              "Upload-Offset: 0",
              "Content-Type: application/offset+octet-stream",
              "Content-Length: " + source.length,
              "",
              "");
      socket.getOutputStream().write(head.getBytes(US_ASCII));
      socket.getOutputStream().write(source, 0, 200_000);
      socket.getOutputStream().flush();
      MemoryLedger.await("a part is there", () -> offset(at) == 200_000);
    }

    var wrong = patch(at, 100_000, new byte[1]);
    assertThat(wrong.statusCode()).isIn(409, 423);
    MemoryLedger.await("the server has seen the cut", () -> statusOfNothing(at) == 204);
    var last = patch(at, 200_000, Arrays.copyOfRange(source, 200_000, source.length));

    assertThat(last.statusCode()).isEqualTo(204);
    assertThat(last.headers().firstValue("Upload-Offset")).contains("500000");
    var recording = recording("../ä.mp4");
    assertThat(last.headers().firstValue("Lotwatch-Recording")).contains(recording.id());
    assertThat(recording.wanted()).contains("\"width\":320");
    assertThat(blobs.fetch(recording.source())).hasBinaryContent(source);
    assertThat(patch(at, 500_000, new byte[0]).headers().firstValue("Lotwatch-Recording"))
        .contains(recording.id());
    assertThat(blobs.files()).hasSize(1);
    assertThat(ledger.view().recordings()).hasSize(1);
  }

  /** Adds no bytes at the offset that is right. */
  private int statusOfNothing(String at) {
    try {
      return patch(at, 200_000, new byte[0]).statusCode();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Looked at when another one begins. */
  private void pass(Duration time) throws Exception {
    nanos.addAndGet(time.toNanos());
    assertThat(send(tus(begin(1, "filename " + base64("other"))).DELETE()).statusCode())
        .isEqualTo(204);
  }

  @Test
  void uploadWithoutAByteIsForgottenAfterTwoMinutesAndOneThatBeganAfterAnHour() throws Exception {
    var silent = begin(100, "filename " + base64("silent"));
    var begun = begin(100, "filename " + base64("begun"));
    patch(begun, 0, random(50));
    pass(TusRoutes.FIRST_BYTE_WAIT_MAX);
    assertThat(offset(silent)).isZero();
    assertThat(uploads.open()).isEqualTo(2);

    pass(Duration.ofNanos(1));

    assertThat(patch(silent, 0, random(50)).statusCode()).isEqualTo(404);
    assertThat(offset(begun)).isEqualTo(50);
    assertThat(uploads.open()).isEqualTo(1);
    pass(TusRoutes.SILENCE_MAX.minus(TusRoutes.FIRST_BYTE_WAIT_MAX).minusNanos(1));
    assertThat(offset(begun)).isEqualTo(50);
    pass(Duration.ofNanos(1));
    assertThat(patch(begun, 50, random(50)).statusCode()).isEqualTo(404);
    assertThat(uploads.open()).isZero();
    assertThat(blobs.files()).isEmpty();
  }

  @Test
  void uploadThatIsGivenUpLeavesNothing() throws Exception {
    var at = begin(100, "filename " + base64("clip"));
    patch(at, 0, random(50));

    assertThat(send(tus(at).DELETE()).statusCode()).isEqualTo(204);
    assertThat(blobs.files()).isEmpty();
    assertThat(uploads.open()).isZero();
    assertThat(patch(at, 50, random(50)).statusCode()).isEqualTo(404);
    assertThat(send(tus(at).DELETE()).statusCode()).isEqualTo(404);
  }

  @Test
  void tusIsSpokenAsItIsWritten() throws Exception {
    var options = send(to("/api/recordings").method("OPTIONS", BodyPublishers.noBody()));
    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(options.headers().map())
        .containsEntry("tus-version", List.of("1.0.0"))
        .containsEntry("tus-extension", List.of("creation,termination"))
        .containsEntry("tus-max-size", List.of("" + UPLOAD_MAX));
    var old =
        send(to("/api/recordings").header("Tus-Resumable", "0.2.2").POST(BodyPublishers.noBody()));
    assertThat(old.statusCode()).isEqualTo(412);
    var large =
        send(
            tus("/api/recordings?label=c")
                .header("Upload-Length", "" + (UPLOAD_MAX + 1))
                .POST(BodyPublishers.noBody()));
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(send(tus("/api/recordings?label=c").POST(BodyPublishers.noBody())).statusCode())
        .isEqualTo(400);
    var empty =
        tus("/api/recordings?label=c").header("Upload-Length", "0").POST(BodyPublishers.noBody());
    assertThat(send(empty).statusCode()).isEqualTo(400);
    var at = begin(10, "label " + base64("clip"));
    assertThat(patch(at, 0, random(11)).statusCode()).isEqualTo(413);
    var form =
        send(
            tus(at)
                .header("Upload-Offset", "0")
                .header("Content-Type", "text/plain")
                .method("PATCH", BodyPublishers.noBody()));
    assertThat(form.statusCode()).isEqualTo(415);
  }
}
