package lotwatch.replica.link;

import io.grpc.BindableService;
import java.time.InstantSource;
import java.util.List;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.NodeId;
import lotwatch.wire.HeldCameras;
import lotwatch.wire.history.HistoryFiles;
import lotwatch.wire.history.HistoryPeers;

/** Both ends of the link of one node: its connections to the others, and what it answers them. */
public final class Link implements AutoCloseable {
  private final InstantSource clock;
  private final LinkChannels channels = new LinkChannels();
  private final CameraService cameras;
  private final HistoryService histories = new HistoryService();
  private final BlobService blobs = new BlobService();

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
  public List<BindableService> services() {
    return List.of(cameras, histories, blobs);
  }

  /** Answers the others about these cameras from now on, and asks them about theirs. */
  public CameraLink cameras(NodeId self, EventLog eventLog, HeldCameras held) {
    cameras.serve(held);
    return new CameraLink(self, eventLog, held, channels, clock);
  }

  /** Gives the others this history from now on. */
  public void serve(HistoryFiles files) {
    histories.serve(files);
  }

  /** The histories of the others. */
  public HistoryPeers histories(NodeId self, EventLog eventLog) {
    return new HistoryFetch(self, eventLog, channels);
  }

  /** The blobs of the others, and what gives them those of this node. */
  public BlobPeers blobs() {
    return new BlobPeers(channels, blobs);
  }

  @Override
  public void close() {
    channels.close();
    blobs.close();
    histories.close();
    cameras.close();
  }
}
