package lotwatch.gateway.encode;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import lotwatch.gateway.FakeEncoder;
import lotwatch.gateway.FolderBlobs;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.encode.EncodeServices.Election;
import lotwatch.gateway.encode.EncodeServices.Parts;
import lotwatch.gateway.encode.EncodeServices.Self;
import lotwatch.gateway.grpc.GrpcServer;
import lotwatch.gateway.uploads.Uploads;
import lotwatch.ledger.Command;
import lotwatch.ledger.RecordingCommand.Cancel;
import lotwatch.ledger.RecordingCommand.Pin;
import lotwatch.ledger.RecordingState;
import lotwatch.ledger.Steps;
import lotwatch.ledger.Versions;
import lotwatch.wire.proto.replication.GetAllNodesRequest;
import lotwatch.wire.proto.replication.MasterServiceGrpc;
import lotwatch.wire.proto.replication.NodeInfo;
import lotwatch.wire.proto.replication.NodeServiceGrpc;
import lotwatch.wire.proto.replication.NodeStatsRequest;
import lotwatch.wire.proto.replication.RegisterWorkerRequest;
import lotwatch.wire.proto.replication.RequestShardRequest;
import lotwatch.wire.proto.replication.RetrieveVideoRequest;
import lotwatch.wire.proto.replication.UploadVideoChunk;
import lotwatch.wire.proto.replication.UploadVideoResponse;
import lotwatch.wire.proto.replication.VideoStatusRequest;
import lotwatch.wire.proto.replication.VideoStatusResponse;
import lotwatch.wire.proto.replication.VoteRequest;
import lotwatch.wire.proto.replication.WorkerServiceGrpc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** As system D's client speaks: a channel that takes 1 MiB and 1,024 bytes in one message. */
class EncodeServicesTest {
  private static final int CLIENT_BYTES_MAX = (1 << 20) + 1_024;
  private static final int PIECE = 1 << 20;
  private static final long UPLOAD_MAX = 5 << 20;

  @TempDir Path folder = Path.of("set by JUnit");

  private final MemoryLedger ledger = new MemoryLedger(Clock.systemUTC());
  private FolderBlobs blobs;
  private FakeEncoder encoder;
  private Uploads uploads;
  private GrpcServer server;
  private ManagedChannel channel;

  @BeforeEach
  void open() throws Exception {
    ledger.submit(new Command.RaiseVersion(Versions.NEWEST), null);
    blobs = new FolderBlobs(folder, ledger);
    encoder = new FakeEncoder(ledger, blobs);
    uploads = new Uploads(ledger.gate(), ledger, blobs, UPLOAD_MAX);
    server = serve(Duration.ZERO);
    channel = channel();
  }

  private GrpcServer serve(Duration splitWaitMax) throws Exception {
    var self = new Self("127.0.0.1", folder, () -> new Election(true, 3));
    return GrpcServer.open(
        "127.0.0.1",
        List.of(0),
        EncodeServices.of(new Parts(ledger.gate(), ledger, uploads, blobs, self), splitWaitMax));
  }

  private ManagedChannel channel() {
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

  private static UploadVideoChunk first(String id, byte[] data) {
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

  private static UploadVideoChunk later(String id, byte[] data) {
    return UploadVideoChunk.newBuilder()
        .setVideoId(id)
        .setDataChunk(ByteString.copyFrom(data))
        .build();
  }

  /** One upload's client. */
  private final class Client implements StreamObserver<UploadVideoResponse> {
    private final CompletableFuture<UploadVideoResponse> answer = new CompletableFuture<>();
    private final StreamObserver<UploadVideoChunk> chunks =
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

  private UploadVideoResponse upload(UploadVideoChunk... chunks) throws Exception {
    var client = new Client();
    for (var chunk : chunks) {
      client.chunks.onNext(chunk);
    }
    return client.end();
  }

  private UploadVideoResponse upload(String id, byte[] video) throws Exception {
    var chunks = new ArrayList<UploadVideoChunk>();
    for (int at = 0; at < video.length; at += PIECE) {
      var data = java.util.Arrays.copyOfRange(video, at, Math.min(video.length, at + PIECE));
      chunks.add(at == 0 ? first(id, data) : later(id, data));
    }
    return upload(chunks.toArray(UploadVideoChunk[]::new));
  }

  private static byte[] random(int bytes) {
    long seed = Long.getLong("seed", 11);
    System.out.println("seed " + seed);
    var made = new byte[bytes];
    new Random(seed).nextBytes(made);
    return made;
  }

  private VideoStatusResponse status(String id) {
    return MasterServiceGrpc.newBlockingStub(channel)
        .getVideoStatus(VideoStatusRequest.newBuilder().setVideoId(id).build());
  }

  private RecordingState recording(String label) {
    return Objects.requireNonNull(ledger.view().recordingLabelled(label));
  }

  private byte[] retrieve(String id, List<Integer> sizes) throws Exception {
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

  @Test
  void videoIsUploadedPolledAndFetched() throws Exception {
    var source = random(3 * PIECE + 17);
    var result = random(2 * PIECE + 5);

    assertThat(upload("clip.mp4", source))
        .isEqualTo(
            UploadVideoResponse.newBuilder()
                .setVideoId("clip.mp4")
                .setSuccess(true)
                .setMessage("Video uploaded and segmented")
                .build());
    assertThat(blobs.fetch(recording("clip.mp4").source())).hasBinaryContent(source);
    assertThat(status("clip.mp4")).returns("segmenting", VideoStatusResponse::getStatus);
    encoder.split(2);
    encoder.encode();
    assertThat(status("clip.mp4"))
        .returns("segmented", VideoStatusResponse::getStatus)
        .returns(
            "Status: segmented. Total shards: 2. Successfully processed/retrieved: 1."
                + " Retrieved by master: 1. Failed: 0. Details: ",
            VideoStatusResponse::getMessage);
    encoder.encode();
    assertThat(status("clip.mp4").getStatus()).isEqualTo("concatenating");
    encoder.join(result);
    assertThat(status("clip.mp4"))
        .isEqualTo(
            VideoStatusResponse.newBuilder().setVideoId("clip.mp4").setStatus("completed").build());

    var sizes = new ArrayList<Integer>();
    assertThat(retrieve("clip.mp4", sizes)).isEqualTo(result);
    assertThat(sizes).containsExactly(PIECE, PIECE, 5);
    assertThat(uploads.open()).isZero();
  }

  @Test
  void resultOfWholePiecesEndsWithoutAnEmptyOne() throws Exception {
    upload("clip", random(10));
    encoder.split(1);
    encoder.encode();
    var result = random(2 * PIECE);
    encoder.join(result);

    var sizes = new ArrayList<Integer>();
    assertThat(retrieve("clip", sizes)).isEqualTo(result);
    assertThat(sizes).containsExactly(PIECE, PIECE);
  }

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
  void workThatWillNeverCompleteShowsAStatusAtWhichClientsStop() throws Exception {
    upload("split", random(1));
    encoder.fail(Steps.SPLIT, "it is no video");
    assertThat(status("split"))
        .returns("failed_segmentation", VideoStatusResponse::getStatus)
        .returns("Segmentation failed: it is no video", VideoStatusResponse::getMessage);

    upload("encode", random(2));
    encoder.split(2);
    encoder.fail(Steps.ENCODE, "broken");
    assertThat(status("encode"))
        .returns("processing_failed", VideoStatusResponse::getStatus)
        .returns(
            "Status: processing_failed. Total shards: 2. Successfully processed/retrieved: 0."
                + " Retrieved by master: 0. Failed: 1. Details: broken",
            VideoStatusResponse::getMessage);

    upload("join", random(3));
    encoder.split(1);
    encoder.encode();
    encoder.fail(Steps.JOIN, "does not fit");
    assertThat(status("join"))
        .returns("concatenation_failed", VideoStatusResponse::getStatus)
        .satisfies(it -> assertThat(it.getMessage()).contains("Failed: 0. Details: does not fit"));

    upload("cancel", random(4));
    ledger.submit(new Cancel(recording("cancel").id()), null);
    assertThat(status("cancel"))
        .returns("processing_failed", VideoStatusResponse::getStatus)
        .satisfies(it -> assertThat(it.getMessage()).contains("cancelled"));
    assertThat(status("none"))
        .returns("not_found", VideoStatusResponse::getStatus)
        .returns("Video not found.", VideoStatusResponse::getMessage);
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

  private Status refusal(String id) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> retrieve(id, new ArrayList<>()))
        .getStatus();
  }

  @Test
  void whatIsNotThereIsNotFetched() throws Exception {
    assertThat(refusal("none"))
        .returns(Status.Code.NOT_FOUND, Status::getCode)
        .returns("Video not found.", Status::getDescription);

    upload("clip", random(10));
    assertThat(refusal("clip"))
        .returns(Status.Code.FAILED_PRECONDITION, Status::getCode)
        .returns("Video processing status: segmenting. Not yet completed.", Status::getDescription);

    encoder.split(1);
    encoder.encode();
    encoder.join(random(30));
    java.nio.file.Files.delete(blobs.fetch(Objects.requireNonNull(recording("clip").result())));
    assertThat(refusal("clip"))
        .returns(Status.Code.INTERNAL, Status::getCode)
        .returns("Processed video file not found on master.", Status::getDescription);
  }

  @Test
  void moreVideosOnTheirWayThanTheLimitAreRefused() throws Exception {
    upload("clip", random(10));
    encoder.split(1);
    encoder.encode();
    encoder.join(random(4 * PIECE));
    var asked = RetrieveVideoRequest.newBuilder().setVideoId("clip").build();
    var other = channel();
    try {
      // a client that reads one piece and no more keeps its place
      var slow =
          IntStream.range(0, MasterService.RETRIEVALS_MAX)
              .mapToObj(i ->
                  MasterServiceGrpc.newBlockingStub(i % 2 == 0 ? channel : other)
                      .retrieveVideo(asked))
              .toList();
      slow.forEach(chunks -> assertThat(chunks.hasNext()).isTrue());

      assertThat(refusal("clip").getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      for (var chunks : slow) {
        chunks.forEachRemaining(chunk -> assertThat(chunk.getDataChunk().size()).isPositive());
      }
      assertThat(retrieve("clip", new ArrayList<>())).hasSize(4 * PIECE);
    } finally {
      other.shutdownNow().awaitTermination(1, MINUTES);
    }
  }

  private boolean register(String address) {
    return MasterServiceGrpc.newBlockingStub(channel)
        .registerWorker(RegisterWorkerRequest.newBuilder().setWorkerAddress(address).build())
        .getSuccess();
  }

  @Test
  void workerThatRegistersAgainHearsYes() {
    assertThat(register("10.0.0.4:50061")).isTrue();
    assertThat(register("10.0.0.4:50061")).isTrue();
    assertThat(register("[::1]:50061")).isTrue();
    assertThat(register("http://x")).isFalse();
    assertThat(register("x:0")).isFalse();
    assertThat(register("x:65536")).isFalse();

    var self = "127.0.0.1:" + server.ports().getFirst();
    var nodes = NodeServiceGrpc.newBlockingStub(channel);
    assertThat(nodes.getAllNodes(GetAllNodesRequest.getDefaultInstance()).getNodesList())
        .extracting(NodeInfo::getNodeId)
        .containsExactly("10.0.0.4:50061", "[::1]:50061", self);
    assertThat(nodes.getNodeStats(NodeStatsRequest.getDefaultInstance()))
        .satisfies(stats -> {
          assertThat(stats.getKnownNodesCount()).isEqualTo(3);
          assertThat(stats.getNodeAddress()).isEqualTo(self);
          assertThat(stats.getCurrentMasterAddress()).isEqualTo(self);
          assertThat(stats.getIsMaster()).isTrue();
          assertThat(stats.getElectionInProgress()).isFalse();
          assertThat(stats.getCurrentTerm()).isEqualTo(3);
          assertThat(stats.getDiskSpaceFreeShards()).isEqualTo(-1);
          assertThat(stats.getDiskSpaceFreeMasterdata()).isPositive();
          assertThat(stats.getMemoryUtilization()).isBetween(0.1f, 100f);
        });
  }

  @Test
  void guestsAreRememberedUpToALimit() {
    for (int i = 1; i <= Guests.GUESTS_MAX; i++) {
      assertThat(register("guest:" + i)).isTrue();
    }

    assertThat(register("guest:" + (Guests.GUESTS_MAX + 1))).isFalse();
    assertThat(register("guest:1")).isTrue();
  }

  @Test
  void nobodyOfSystemDIsVotedForOrWorkedFor() {
    var vote =
        NodeServiceGrpc.newBlockingStub(channel)
            .requestVote(VoteRequest.newBuilder().setTerm(99).setCandidateId("x").build());
    assertThat(vote.getVoteGranted()).isFalse();
    assertThat(vote.getHasMaster()).isTrue();
    assertThat(
            WorkerServiceGrpc.newBlockingStub(channel)
                .requestShard(RequestShardRequest.newBuilder().setShardId("../x").build())
                .getSuccess())
        .isFalse();
  }
}
