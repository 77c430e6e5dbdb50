package lotwatch.gateway.campus;

import io.grpc.BindableService;
import java.time.InstantSource;
import java.util.List;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.Journal;
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
      Inbox inbox, Journal journal, Frames frames, InstantSource clock) {
    return List.of(
        new ParkingService(inbox, journal),
        new ViewService(inbox, journal, clock),
        new VideoService(frames));
  }
}
