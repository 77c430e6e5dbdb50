package lotwatch.gateway.campus;

import io.grpc.BindableService;
import java.time.InstantSource;
import java.util.List;
import lotwatch.gateway.auth.Gate;
import lotwatch.ledger.EventLog;
import lotwatch.wire.Frames;

/** All services of system A. */
public final class CampusServices {
  private CampusServices() {}

  /**
   * To be added to the gRPC server.
   *
   * @param gate says who may do what
   * @param frames where the images go that come
   */
  public static List<BindableService> of(
      Gate gate, EventLog eventLog, Frames frames, InstantSource clock) {
    return List.of(
        new ParkingService(gate, eventLog),
        new ViewService(gate, eventLog, clock),
        new VideoService(gate, frames));
  }
}
