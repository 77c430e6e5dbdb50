package lotwatch.gateway.campus;

import io.grpc.BindableService;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import lotwatch.gateway.auth.Gate;
import lotwatch.ledger.EventLog;
import lotwatch.wire.Frames;
import lotwatch.wire.Missing;
import org.jspecify.annotations.Nullable;

/** All services of system A. */
public final class CampusServices {
  private CampusServices() {}

  /**
   * To be added to the gRPC server.
   *
   * @param gate says who may do what
   * @param frames where the images go that come
   * @param missing what should be there and is not heard
   * @param backup where this node is a backup
   * @param other the backup that gets what comes here; null if there is none
   */
  public static List<BindableService> of(
      Gate gate,
      EventLog eventLog,
      Frames frames,
      Supplier<List<Missing>> missing,
      InstantSource clock,
      BackupSettings backup,
      @Nullable BackupClient other) {
    var names = new NewNames(System::nanoTime);
    var raft = new RaftService(gate, frames);
    return List.of(
        new ParkingService(gate, eventLog, names, Set.copyOf(backup.ports()), other),
        new ViewService(gate, eventLog, names, missing, clock),
        new VideoService(gate, frames),
        raft,
        raft::unpackaged);
  }

  /** The same where nothing is missing. */
  public static List<BindableService> of(
      Gate gate,
      EventLog eventLog,
      Frames frames,
      InstantSource clock,
      BackupSettings backup,
      @Nullable BackupClient other) {
    return of(gate, eventLog, frames, List::of, clock, backup, other);
  }

  /** The same without a backup. */
  public static List<BindableService> of(
      Gate gate, EventLog eventLog, Frames frames, InstantSource clock) {
    return of(gate, eventLog, frames, clock, BackupSettings.NONE, null);
  }
}
