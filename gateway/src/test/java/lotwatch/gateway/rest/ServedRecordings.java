package lotwatch.gateway.rest;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import lotwatch.gateway.FakeEncoder;
import lotwatch.gateway.FolderBlobs;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.ServedRoutes;
import lotwatch.gateway.http.HttpSettings;
import lotwatch.gateway.uploads.Uploads;
import lotwatch.ledger.Command;
import lotwatch.ledger.RecordingState;
import lotwatch.ledger.Versions;
import lotwatch.wire.json.Json;
import lotwatch.wire.json.Problem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Recordings and workers over a real HTTP server. */
abstract class ServedRecordings {
  static final int UPLOAD_MAX = 3 << 20;

  @TempDir Path folder = Path.of("set by JUnit");

  final MemoryLedger ledger = new MemoryLedger(Clock.systemUTC());
  final HttpClient client = HttpClient.newHttpClient();
  final AtomicLong nanos = new AtomicLong();
  FolderBlobs blobs;
  FakeEncoder encoder;
  Uploads uploads;
  ServedRoutes server;

  @BeforeEach
  void open() {
    ledger.submit(new Command.RaiseVersion(Versions.NEWEST), null);
    blobs = new FolderBlobs(folder, ledger);
    encoder = new FakeEncoder(ledger, blobs);
    uploads = new Uploads(ledger.gate(), ledger, blobs, UPLOAD_MAX);
    server =
        new ServedRoutes(
            HttpSettings.Limits.DEFAULT,
            List.of(
                new RecordingRoutes(ledger.gate(), ledger, uploads, blobs, nanos::get)::mount,
                new WorkerRoutes(ledger.gate(), ledger)::mount));
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(server.at(path));
  }

  HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> upload(String query, byte[] video) throws Exception {
    return send(
        to("/api/recordings" + query)
            .header("Content-Type", "video/mp4")
            .expectContinue(true) // so that a refusal is read before anything is sent
            .POST(BodyPublishers.ofByteArray(video)));
  }

  HttpResponse<byte[]> post(String path) throws Exception {
    return send(to(path).POST(BodyPublishers.noBody()));
  }

  static Problem problem(HttpResponse<byte[]> answer) throws Exception {
    return Json.read(answer.body(), Problem.class);
  }

  static byte[] random(int bytes) {
    var made = new byte[bytes];
    new Random(Long.getLong("seed", 12)).nextBytes(made);
    return made;
  }

  RecordingState recording(String label) {
    return Objects.requireNonNull(ledger.view().recordingLabelled(label));
  }

  String path(String label) {
    return "/api/recordings/" + recording(label).id();
  }

  void complete(byte[] result) throws Exception {
    encoder.split(1);
    encoder.encode();
    encoder.join(result);
  }
}
