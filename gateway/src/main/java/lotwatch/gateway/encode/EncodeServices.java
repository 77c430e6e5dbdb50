package lotwatch.gateway.encode;

import io.grpc.BindableService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.uploads.Uploads;
import lotwatch.ledger.EventLog;
import lotwatch.wire.blobs.Blobs;
import lotwatch.wire.recordings.GuestDesk;

/** All services of system D. Any node answers any call, whoever leads. */
public final class EncodeServices {
  /** How long an upload's answer waits for the video to be cut into pieces. */
  static final Duration SPLIT_WAIT_MAX = Duration.ofSeconds(30);

  private EncodeServices() {}

  /**
   * What they need.
   *
   * @param gate says who may do what
   * @param uploads where videos go that come
   * @param blobs where those are that are fetched
   * @param desk hears of the programs that encode
   * @param self how this node shows itself
   */
  public record Parts(
      Gate gate, EventLog eventLog, Uploads uploads, Blobs blobs, GuestDesk desk, Self self) {}

  /**
   * This node.
   *
   * @param host where others reach it; the port is the one at which it is asked
   * @param folder where its videos are, of which others ask how much space is left
   * @param election what is so of the leader
   */
  public record Self(String host, Path folder, Supplier<Election> election) {}

  /**
   * Who leads.
   *
   * @param isOver whether there is a leader
   * @param term number of the election it won
   */
  public record Election(boolean isOver, long term) {}

  /** To be added to the gRPC server. */
  public static List<BindableService> of(Parts parts) {
    return of(parts, SPLIT_WAIT_MAX, UploadCall.SILENCE_MAX);
  }

  /**
   * The same with other limits.
   *
   * @param silenceMax how long an upload may send nothing
   */
  static List<BindableService> of(Parts parts, Duration splitWaitMax, Duration silenceMax) {
    var guests = new Guests();
    return List.of(
        new MasterService(parts, guests, splitWaitMax, silenceMax),
        new WorkerService(parts.gate()),
        new NodeService(parts, guests));
  }
}
