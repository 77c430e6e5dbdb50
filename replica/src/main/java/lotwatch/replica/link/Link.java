package lotwatch.replica.link;

import io.grpc.BindableService;
import java.time.InstantSource;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.NodeId;
import lotwatch.wire.HeldCameras;

/** Both ends of the link of one node: its connections to the others, and what it answers them. */
public final class Link implements AutoCloseable {
  private final InstantSource clock;
  private final LinkChannels channels = new LinkChannels();
  private final CameraService cameras;

  /**
   * A link that does not answer about cameras yet.
   *
   * @param clock what the age of frames is told by
   */
  public Link(InstantSource clock) {
    this.clock = clock;
    this.cameras = new CameraService(clock);
  }

  /** The connections to the other nodes. */
  public LinkChannels channels() {
    return channels;
  }

  /** What the others call. */
  public BindableService service() {
    return cameras;
  }

  /** Answers the others about these cameras from now on, and asks them about theirs. */
  public CameraLink cameras(NodeId self, EventLog eventLog, HeldCameras held) {
    cameras.serve(held);
    return new CameraLink(self, eventLog, held, channels, clock);
  }

  @Override
  public void close() {
    channels.close();
    cameras.close();
  }
}
