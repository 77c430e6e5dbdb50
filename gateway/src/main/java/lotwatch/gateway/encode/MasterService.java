package lotwatch.gateway.encode;

import static java.lang.System.Logger.Level.WARNING;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.encode.EncodeServices.Parts;
import lotwatch.gateway.grpc.GrpcRequesters;
import lotwatch.gateway.net.AddressCaps;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.RecordingState;
import lotwatch.wire.proto.replication.MasterServiceGrpc;
import lotwatch.wire.proto.replication.RegisterWorkerRequest;
import lotwatch.wire.proto.replication.RegisterWorkerResponse;
import lotwatch.wire.proto.replication.ReportWorkerShardStatusRequest;
import lotwatch.wire.proto.replication.ReportWorkerShardStatusResponse;
import lotwatch.wire.proto.replication.RetrieveVideoChunk;
import lotwatch.wire.proto.replication.RetrieveVideoRequest;
import lotwatch.wire.proto.replication.UploadVideoChunk;
import lotwatch.wire.proto.replication.UploadVideoResponse;
import lotwatch.wire.proto.replication.VideoStatusRequest;
import lotwatch.wire.proto.replication.VideoStatusResponse;

/** What clients and workers of system D ask its master: here any node. */
final class MasterService extends MasterServiceGrpc.MasterServiceImplBase {
  /** Videos on their way out at a time; each holds about two pieces. */
  static final int RETRIEVALS_MAX = 100;

  /** Of them to one address, unless it is this machine. */
  static final int RETRIEVALS_PER_ADDRESS_MAX = 20;

  private static final System.Logger LOG = System.getLogger(MasterService.class.getName());

  private final Parts parts;
  private final Guests guests;
  private final Duration silenceMax;
  private final Segmentation segmentation;
  private final CaughtUp caughtUp;
  private final AddressCaps retrievals =
      new AddressCaps(RETRIEVALS_MAX, RETRIEVALS_PER_ADDRESS_MAX, InetAddress::isLoopbackAddress);

  MasterService(Parts parts, Guests guests, Duration splitWaitMax, Duration silenceMax) {
    this.silenceMax = silenceMax;
    this.parts = parts;
    this.guests = guests;
    segmentation = new Segmentation(parts.eventLog(), splitWaitMax);
    caughtUp = new CaughtUp(parts.eventLog(), CaughtUp.LEADER_WAIT_MAX);
  }

  @Override
  public void registerWorker(
      RegisterWorkerRequest asked, StreamObserver<RegisterWorkerResponse> answer) {
    var address = asked.getWorkerAddress();
    try {
      parts.gate().ask(GrpcRequesters.current().asks(Action.STEER_WORKERS, "guest"));
      var known = guests.add(address); // also of one that is known: it would ask for ever
      parts.desk().came(known, parts.self().host() + ":" + GrpcRequesters.localPort());
      tell(answer, registered(true, address + " registered"));
    } catch (DeniedException e) {
      answer.onError(GrpcRequesters.denied(e));
    } catch (IllegalArgumentException e) {
      tell(answer, registered(false, String.valueOf(e.getMessage())));
    }
  }

  private static RegisterWorkerResponse registered(boolean success, String message) {
    return RegisterWorkerResponse.newBuilder().setSuccess(success).setMessage(message).build();
  }

  @Override
  public StreamObserver<UploadVideoChunk> uploadVideo(StreamObserver<UploadVideoResponse> answer) {
    return new UploadCall(
        parts.uploads(),
        segmentation::await,
        (ServerCallStreamObserver<UploadVideoResponse>) answer,
        silenceMax);
  }

  @Override
  public void getVideoStatus(VideoStatusRequest asked, StreamObserver<VideoStatusResponse> answer) {
    try {
      parts.gate().ask(GrpcRequesters.current().asks(Action.READ, "recordings"));
      var status = status(asked.getVideoId());
      tell(
          answer,
          VideoStatusResponse.newBuilder()
              .setVideoId(asked.getVideoId())
              .setStatus(status.status())
              .setMessage(status.message())
              .build());
    } catch (DeniedException e) {
      answer.onError(GrpcRequesters.denied(e));
    }
  }

  /** One failed poll ends the client, and so does {@code not_found}: said only if it is sure. */
  private VideoStatus status(String id) {
    var seen = caughtUp.view();
    var recording = VideoStatus.find(seen.view(), id);
    if (recording != null) {
      return VideoStatus.of(recording, seen.view());
    }
    return seen.isCurrent() ? VideoStatus.NOT_FOUND : VideoStatus.UNKNOWN;
  }

  @Override
  public void retrieveVideo(RetrieveVideoRequest asked, StreamObserver<RetrieveVideoChunk> answer) {
    var requester = GrpcRequesters.current();
    var address = InetAddress.ofLiteral(requester.address());
    if (retrievals.enter(address) != AddressCaps.Entry.INSIDE) {
      answer.onError(
          Status.RESOURCE_EXHAUSTED
              .withDescription(
                  "videos on their way are %d in all or %d to one address, which is the limit"
                      .formatted(RETRIEVALS_MAX, RETRIEVALS_PER_ADDRESS_MAX))
              .asRuntimeException());
      return;
    }
    boolean begun = false;
    try {
      parts.gate().ask(requester.asks(Action.READ, "recordings"));
      var video = result(asked.getVideoId());
      var file = parts.blobs().fetch(video);
      Retrieval.begin(
          new Retrieval.Video(asked.getVideoId(), video, file, parts.blobs()),
          (ServerCallStreamObserver<RetrieveVideoChunk>) answer,
          () -> retrievals.leave(address));
      begun = true;
    } catch (DeniedException e) {
      answer.onError(GrpcRequesters.denied(e));
    } catch (StatusRuntimeException e) {
      answer.onError(e);
    } catch (IOException e) {
      LOG.log(WARNING, "a video cannot be fetched: {0}", e.getMessage());
      answer.onError(
          Status.INTERNAL
              .withDescription("Processed video file not found on master.")
              .asRuntimeException());
    } finally {
      if (!begun) {
        retrievals.leave(address);
      }
    }
  }

  private BlobId result(String id) {
    var seen = caughtUp.view();
    var recording = VideoStatus.find(seen.view(), id);
    if (recording == null) {
      throw (seen.isCurrent() ? Status.NOT_FOUND : Status.UNAVAILABLE)
          .withDescription(
              seen.isCurrent() ? VideoStatus.NOT_FOUND.message() : VideoStatus.UNKNOWN.message())
          .asRuntimeException();
    }
    if (recording.status() != RecordingState.Status.COMPLETED || recording.result() == null) {
      throw Status.FAILED_PRECONDITION
          .withDescription(
              "Video processing status: %s. Not yet completed."
                  .formatted(VideoStatus.of(recording, seen.view()).status()))
          .asRuntimeException();
    }
    return recording.result();
  }

  @Override
  public void reportWorkerShardStatus(
      ReportWorkerShardStatusRequest asked,
      StreamObserver<ReportWorkerShardStatusResponse> answer) {
    try {
      parts.gate().ask(GrpcRequesters.current().asks(Action.STEER_WORKERS, "guest"));
      boolean isOurs =
          parts
              .desk()
              .reported(
                  asked.getShardId(),
                  asked.getWorkerAddress(),
                  asked.getStatus().equals("processed_successfully"));
      boolean known =
          isOurs || VideoStatus.find(caughtUp.view().view(), asked.getVideoId()) != null;
      tell(
          answer,
          ReportWorkerShardStatusResponse.newBuilder()
              .setSuccess(known)
              .setMessage(known ? "Status updated." : "Unknown video ID: " + asked.getVideoId())
              .build());
    } catch (DeniedException e) {
      answer.onError(GrpcRequesters.denied(e));
    }
  }

  private static <T> void tell(StreamObserver<T> answer, T message) {
    answer.onNext(message);
    answer.onCompleted();
  }
}
