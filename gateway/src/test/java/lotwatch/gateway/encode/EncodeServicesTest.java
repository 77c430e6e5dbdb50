package lotwatch.gateway.encode;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Objects;
import java.util.stream.IntStream;
import lotwatch.gateway.MemoryLedger;
import lotwatch.ledger.RecordingCommand.Cancel;
import lotwatch.ledger.Steps;
import lotwatch.wire.proto.replication.GetAllNodesRequest;
import lotwatch.wire.proto.replication.MasterServiceGrpc;
import lotwatch.wire.proto.replication.NodeInfo;
import lotwatch.wire.proto.replication.NodeServiceGrpc;
import lotwatch.wire.proto.replication.NodeStatsRequest;
import lotwatch.wire.proto.replication.RegisterWorkerRequest;
import lotwatch.wire.proto.replication.RequestShardRequest;
import lotwatch.wire.proto.replication.RetrieveVideoRequest;
import lotwatch.wire.proto.replication.UploadVideoResponse;
import lotwatch.wire.proto.replication.VideoStatusResponse;
import lotwatch.wire.proto.replication.VoteRequest;
import lotwatch.wire.proto.replication.WorkerServiceGrpc;
import org.junit.jupiter.api.Test;

/** As system D's clients and nodes ask. */
class EncodeServicesTest extends ServedVideos {
  /** More than the windows of HTTP/2 and the buffers hold of a video that nobody reads. */
  private static final int SLOW_PIECES = 16;

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

  @Test
  void damagedFileIsNotGivenOutAsTheVideo() throws Exception {
    upload("clip", random(10));
    encoder.split(1);
    encoder.encode();
    encoder.join(random(2 * PIECE + 5));
    var video = requireNonNull(recording("clip").result());
    var file = blobs.fetch(video);
    var bytes = Files.readAllBytes(file);
    bytes[PIECE] ^= 1;
    Files.write(file, bytes);

    assertThat(refusal("clip").getCode()).isEqualTo(Status.Code.INTERNAL);

    assertThat(blobs.suspected()).containsExactly(video);
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
    encoder.join(random(SLOW_PIECES * PIECE));
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
      slow.getFirst()
          .forEachRemaining(chunk -> assertThat(chunk.getDataChunk().size()).isPositive());
      MemoryLedger.await("there is a place again", () -> isRetrieved(SLOW_PIECES * PIECE));
    } finally {
      other.shutdownNow().awaitTermination(1, MINUTES);
    }
  }

  private boolean isRetrieved(int bytes) {
    try {
      return retrieve("clip", new ArrayList<>()).length == bytes;
    } catch (StatusRuntimeException e) {
      return false;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void workerThatRegistersAgainIsToldYes() {
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

  private boolean register(String address) {
    return MasterServiceGrpc.newBlockingStub(channel)
        .registerWorker(RegisterWorkerRequest.newBuilder().setWorkerAddress(address).build())
        .getSuccess();
  }
}
