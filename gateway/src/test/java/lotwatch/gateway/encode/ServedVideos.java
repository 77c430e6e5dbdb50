package lotwatch.gateway.encode;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import lotwatch.gateway.FakeEncoder;
import lotwatch.gateway.FolderBlobs;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.encode.EncodeServices.Election;
import lotwatch.gateway.encode.EncodeServices.Parts;
import lotwatch.gateway.encode.EncodeServices.Self;
import lotwatch.gateway.grpc.GrpcServer;
import lotwatch.gateway.uploads.Uploads;
import lotwatch.ledger.Command;
import lotwatch.ledger.RecordingState;
import lotwatch.ledger.Versions;
import lotwatch.wire.proto.replication.MasterServiceGrpc;
import lotwatch.wire.proto.replication.RetrieveVideoRequest;
import lotwatch.wire.proto.replication.UploadVideoChunk;
import lotwatch.wire.proto.replication.UploadVideoResponse;
import lotwatch.wire.proto.replication.VideoStatusRequest;
import lotwatch.wire.proto.replication.VideoStatusResponse;
import lotwatch.wire.recordings.GuestDesk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** As system D's client speaks: a channel that takes 1 MiB and 1,024 bytes in one message. */
abstract class ServedVideos {
  static final int CLIENT_BYTES_MAX = (1 << 20) + 1_024;
  static final int PIECE = 1 << 20;
  static final long UPLOAD_MAX = 5 << 20;

  @TempDir Path folder = Path.of("set by JUnit");

  final MemoryLedger ledger = new MemoryLedger(Clock.systemUTC());
  FolderBlobs blobs;
  FakeEncoder encoder;
  Uploads uploads;
  GrpcServer server;
  ManagedChannel channel;

  @BeforeEach
  void open() throws Exception {
    ledger.submit(new Command.RaiseVersion(Versions.NEWEST), null);
    blobs = new FolderBlobs(folder, ledger);
    encoder = new FakeEncoder(ledger, blobs);
    uploads = new Uploads(ledger.gate(), ledger, blobs, UPLOAD_MAX);
    server = serve(Duration.ZERO);
    channel = channel();
  }

  GrpcServer serve(Duration splitWaitMax) throws Exception {
    return serve(splitWaitMax, UploadCall.SILENCE_MAX);
  }

  GrpcServer serve(Duration splitWaitMax, Duration silenceMax) throws Exception {
    var self = new Self("127.0.0.1", folder, () -> new Election(true, 3));
    return GrpcServer.open(
        "127.0.0.1",
        List.of(0),
        EncodeServices.of(
            new Parts(ledger.gate(), ledger, uploads, blobs, GuestDesk.NONE, self),
            splitWaitMax,
            silenceMax));
  }

  ManagedChannel channel() {
    return NettyChannelBuilder.forAddress("127.0.0.1", server.ports().getFirst())
        .usePlaintext()
        .maxInboundMessageSize(CLIENT_BYTES_MAX)
        .build();
  }

  @AfterEach
  void close() throws Exception {
    channel.shutdownNow().awaitTermination(1, MINUTES);
    server.close();
  }

  static UploadVideoChunk first(String id, byte[] data) {
    return UploadVideoChunk.newBuilder()
        .setVideoId(id)
        .setOriginalFilename(id)
        .setIsFirstChunk(true)
        .setTargetWidth(640)
        .setTargetHeight(480)
        .setUpscaleWidth(640)
        .setUpscaleHeight(480)
        .setOutputFormat("mp4")
        .setDataChunk(ByteString.copyFrom(data))
        .build();
  }

  static UploadVideoChunk later(String id, byte[] data) {
    return UploadVideoChunk.newBuilder()
        .setVideoId(id)
        .setDataChunk(ByteString.copyFrom(data))
        .build();
  }

  /** One upload's client. */
  final class Client implements StreamObserver<UploadVideoResponse> {
    final CompletableFuture<UploadVideoResponse> answer = new CompletableFuture<>();
    final StreamObserver<UploadVideoChunk> chunks =
        MasterServiceGrpc.newStub(channel).uploadVideo(this);

    @Override
    public void onNext(UploadVideoResponse response) {
      answer.complete(response);
    }

    @Override
    public void onError(Throwable why) {
      answer.completeExceptionally(why);
    }

    @Override
    public void onCompleted() {
      answer.completeExceptionally(new AssertionError("no answer"));
    }

    UploadVideoResponse end() throws Exception {
      chunks.onCompleted();
      return answer.get(1, MINUTES);
    }
  }

  UploadVideoResponse upload(UploadVideoChunk... chunks) throws Exception {
    var client = new Client();
    for (var chunk : chunks) {
      client.chunks.onNext(chunk);
    }
    return client.end();
  }

  UploadVideoResponse upload(String id, byte[] video) throws Exception {
    var chunks = new ArrayList<UploadVideoChunk>();
    for (int at = 0; at < video.length; at += PIECE) {
      var data = java.util.Arrays.copyOfRange(video, at, Math.min(video.length, at + PIECE));
      chunks.add(at == 0 ? first(id, data) : later(id, data));
    }
    return upload(chunks.toArray(UploadVideoChunk[]::new));
  }

  static byte[] random(int bytes) {
    long seed = Long.getLong("seed", 11);
    System.out.println("seed " + seed);
    var made = new byte[bytes];
    new Random(seed).nextBytes(made);
    return made;
  }

  VideoStatusResponse status(String id) {
    return MasterServiceGrpc.newBlockingStub(channel)
        .getVideoStatus(VideoStatusRequest.newBuilder().setVideoId(id).build());
  }

  RecordingState recording(String label) {
    return Objects.requireNonNull(ledger.view().recordingLabelled(label));
  }

  byte[] retrieve(String id, List<Integer> sizes) throws Exception {
    var bytes = new ByteArrayOutputStream();
    var chunks =
        MasterServiceGrpc.newBlockingStub(channel)
            .retrieveVideo(RetrieveVideoRequest.newBuilder().setVideoId(id).build());
    while (chunks.hasNext()) {
      var data = chunks.next().getDataChunk();
      sizes.add(data.size());
      data.writeTo(bytes);
    }
    return bytes.toByteArray();
  }

  Status refusal(String id) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> retrieve(id, new ArrayList<>()))
        .getStatus();
  }
}
