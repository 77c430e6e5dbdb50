package lotwatch.replica.link;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.EventLog.GapException;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.View.CameraView;
import lotwatch.ledger.View.NodeView;
import lotwatch.replica.link.FileParts.Joined;
import lotwatch.wire.CameraFeed.Jpeg;
import lotwatch.wire.Frames;
import lotwatch.wire.Frames.Away;
import lotwatch.wire.HeldCameras;
import lotwatch.wire.proto.GiveFramePart;
import lotwatch.wire.proto.NewestFrameRequest;
import lotwatch.wire.proto.NodeLinkGrpc;
import lotwatch.wire.proto.NodeLinkGrpc.NodeLinkBlockingV2Stub;
import org.jspecify.annotations.Nullable;

/**
 * The cameras of all nodes: a frame that was sent to this node goes to the one that holds its
 * camera, once, and the newest frame of a camera comes from there.
 */
public final class CameraLink {
  private static final Duration TRY_EVERY = Duration.ofMillis(100);

  /** Events that are looked at together. */
  private static final int EVENTS_MAX = 1_000;

  private final NodeId self;
  private final EventLog eventLog;
  private final HeldCameras here;
  private final LinkChannels channels;
  private final InstantSource clock;

  /**
   * @param here the cameras of this node
   * @param clock what the time of frames is told by
   */
  CameraLink(
      NodeId self,
      EventLog eventLog,
      HeldCameras here,
      LinkChannels channels,
      InstantSource clock) {
    this.self = self;
    this.eventLog = eventLog;
    this.here = here;
    this.channels = channels;
    this.clock = clock;
  }

  /** The newest frame of a camera; empty if its node has none, or does not answer. */
  public Optional<Jpeg> newest(CameraView camera) {
    if (self.equals(camera.holder())) {
      return here.newest(camera.id());
    }
    return holder(camera).flatMap(node -> fetch(node, camera.id()));
  }

  /**
   * Hands a frame to the node that holds its camera. Cameras move when a node dies: a frame that
   * comes meanwhile waits a little for its camera to have a holder again.
   *
   * @param image a JPEG or PNG file
   */
  public Frames.Answer give(CameraId camera, byte[] image) {
    long deadline = System.nanoTime() + LinkLimits.HOLDER_WAIT_MAX.toNanos();
    try {
      while (true) {
        var left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
        var answer = once(camera, image, left);
        var again = Duration.ofNanos(deadline - System.nanoTime()).minus(TRY_EVERY);
        if (!(answer instanceof Away) || again.isNegative()) {
          return answer;
        }
        awaitAnotherHolder(camera);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Away("this node stops");
    }
  }

  /** Until a camera has another holder, or it is time to try the same again. */
  private void awaitAnotherHolder(CameraId id) throws InterruptedException {
    long deadline = System.nanoTime() + TRY_EVERY.toNanos();
    var before = holder(id);
    long seen = eventLog.view().sequence();
    for (long left = TRY_EVERY.toNanos(); left > 0; left = deadline - System.nanoTime()) {
      try {
        var events = eventLog.after(seen, EVENTS_MAX, NANOSECONDS.toMillis(left) + 1);
        seen = events.isEmpty() ? seen : events.getLast().sequence();
      } catch (GapException _) {
        seen = eventLog.view().sequence();
      }
      if (!Objects.equals(before, holder(id))) {
        return;
      }
    }
  }

  private @Nullable NodeId holder(CameraId id) {
    var camera = eventLog.view().camera(id);
    return camera == null ? null : camera.holder();
  }

  private Frames.Answer once(CameraId id, byte[] image, Duration left) throws InterruptedException {
    var camera = eventLog.view().camera(id);
    var holder = camera == null ? null : camera.holder();
    if (camera == null || holder == null) {
      return new Away("no node holds camera %s now".formatted(id));
    }
    if (self.equals(holder)) {
      return here.take(id, image);
    }
    var node = holder(camera);
    if (node.isEmpty()) {
      return new Away("%s, which held camera %s, is gone".formatted(holder, id));
    }
    try {
      return send(node.get(), id, image, left);
    } catch (StatusException e) {
      return new Away(
          "%s, which holds camera %s, %s".formatted(holder, id, problem(e.getStatus())));
    }
  }

  private static String problem(Status status) {
    return switch (status.getCode()) {
      case UNIMPLEMENTED -> "is of an older version and takes frames only from their senders";
      case RESOURCE_EXHAUSTED -> "is busy: " + status.getDescription();
      default -> "does not answer";
    };
  }

  private Frames.Answer send(NodeView node, CameraId camera, byte[] image, Duration left)
      throws InterruptedException, StatusException {
    var call = stub(node, left).giveFrame();
    var head = GiveFramePart.newBuilder();
    head.getHeadBuilder().setCamera(camera.value()).setSize(image.length);
    boolean taken = call.write(head.build());
    for (var piece : FileParts.of(image)) {
      taken = taken && call.write(GiveFramePart.newBuilder().setData(piece).build());
    }
    call.halfClose();
    var answer = call.read();
    return answer == null
        ? new Away("%s gives no answer".formatted(node.id()))
        : FrameAnswers.of(answer);
  }

  private Optional<Jpeg> fetch(NodeView node, CameraId camera) {
    try {
      var request = NewestFrameRequest.newBuilder().setCamera(camera.value()).build();
      var call = stub(node, LinkLimits.NEWEST_WAIT_MAX).newestFrame(request);
      var first = call.read();
      if (first == null) {
        return Optional.empty();
      }
      var head = first.getHead();
      var file = new Joined(head.getSize(), LinkLimits.NEWEST_BYTES_MAX);
      for (var part = call.read(); part != null; part = call.read()) {
        file.add(part.getData());
      }
      var takenAt = clock.instant().minusMillis(head.getAgeMillis());
      return Optional.of(new Jpeg(head.getNumber(), takenAt, file.whole()));
    } catch (StatusException | IllegalArgumentException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private NodeLinkBlockingV2Stub stub(NodeView node, Duration waitMax) {
    ManagedChannel channel = channels.to(node.address());
    return NodeLinkGrpc.newBlockingV2Stub(channel)
        .withDeadlineAfter(waitMax.toMillis() + 1, MILLISECONDS);
  }

  private Optional<NodeView> holder(CameraView camera) {
    @Nullable NodeId holder = camera.holder();
    return eventLog.view().nodes().stream().filter(node -> node.id().equals(holder)).findFirst();
  }
}
