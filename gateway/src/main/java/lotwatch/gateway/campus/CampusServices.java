package lotwatch.gateway.campus;

import io.grpc.BindableService;
import java.time.InstantSource;
import java.util.List;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Inbox;
import lotwatch.wire.Frames;

/** All services of system A. */
public final class CampusServices {
  private CampusServices() {}

  /**
   * To be added to the gRPC server.
   *
   * @param frames where the pictures go that come
   */
  public static List<BindableService> of(
      Inbox inbox, EventLog eventLog, Frames frames, InstantSource clock) {
    return List.of(
        new ParkingService(inbox, eventLog),
        new ViewService(inbox, eventLog, clock),
        new VideoService(frames));
  }
}
