package lotwatch.gateway.campus;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.util.Set;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.grpc.GrpcRequesters;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.ReportCommand.Report;
import lotwatch.ledger.ReportState;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.proto.parking.ParkingServiceGrpc;
import lotwatch.wire.proto.parking.ParkingUpdateRequest;
import lotwatch.wire.proto.parking.ParkingUpdateResponse;
import org.jspecify.annotations.Nullable;

/**
 * System A's parking server: a camera reports how many spaces are available somewhere. An
 * acknowledged update is on the disks of a majority, which is what its primary and backup promised.
 */
final class ParkingService extends ParkingServiceGrpc.ParkingServiceImplBase {
  private static final String OK = "OK";
  private static final String ACK = "Primary ACK";
  private static final String BACKUP_ACK = "Backup ACK";
  private static final String NOTHING_KNOWN = "Error received and no fallback available.";

  private final Gate gate;
  private final EventLog eventLog;
  private final NewNames names;
  private final Set<Integer> backupPorts;
  private final @Nullable BackupClient backup;

  /**
   * @param names what each address brings that nobody knew
   * @param backupPorts where it answers as a backup does
   * @param backup gets each update as well; null if there is none
   */
  ParkingService(
      Gate gate,
      EventLog eventLog,
      NewNames names,
      Set<Integer> backupPorts,
      @Nullable BackupClient backup) {
    this.gate = gate;
    this.eventLog = eventLog;
    this.names = names;
    this.backupPorts = backupPorts;
    this.backup = backup;
  }

  @Override
  public void update(ParkingUpdateRequest update, StreamObserver<ParkingUpdateResponse> answer) {
    try {
      var ack = answer(update);
      if (backup != null && !isBackup()) { // else two backups of each other would never end
        backup.give(update);
      }
      answer.onNext(ParkingUpdateResponse.newBuilder().setAck(ack).build());
      answer.onCompleted();
    } catch (DeniedException e) {
      answer.onError(GrpcRequesters.denied(e));
    } catch (UnavailableException e) {
      answer.onError(Status.UNAVAILABLE.withDescription(e.getMessage()).asRuntimeException());
    } catch (IllegalArgumentException e) {
      var why = String.valueOf(e.getMessage()).replaceFirst("^reporter ", "camera_id ");
      answer.onError(Status.INVALID_ARGUMENT.withDescription(why).asRuntimeException());
    }
  }

  /** A backup says the same to all: it keeps what can be counted, and has no fallback. */
  private String answer(ParkingUpdateRequest update) throws DeniedException, UnavailableException {
    boolean counts = OK.equals(update.getStatus());
    if (!isBackup()) {
      return counts ? report(update) : fallback(update.getCameraId());
    }
    if (counts) {
      report(update);
    }
    return BACKUP_ACK;
  }

  private boolean isBackup() {
    return backupPorts.contains(GrpcRequesters.localPort());
  }

  private String report(ParkingUpdateRequest update) throws DeniedException, UnavailableException {
    var report =
        new Report(
            update.getCameraId(),
            update.getLocation(),
            update.getAvailableSpaces(),
            Timestamps.instant(update.getTimestamp()));
    var requester = GrpcRequesters.current();
    var asked = requester.asks(Action.REPORT, report.reporter());
    if (eventLog.view().report(report.reporter()) == null) {
      names.bring(InetAddress.ofLiteral(requester.address()));
    }
    if (gate.submit(asked, report, null) instanceof Rejected rejected) {
      throw new IllegalArgumentException(rejected.detail());
    }
    return ACK;
  }

  /** What was last known of a camera that could not count, in the words of a Python dict. */
  private String fallback(String camera) throws DeniedException, UnavailableException {
    gate.ask(GrpcRequesters.current().asks(Action.READ, camera));
    eventLog.catchUp();
    var known = eventLog.view().report(camera);
    return known == null ? NOTHING_KNOWN : "Fallback used. Last known data: " + python(known);
  }

  private static String python(ReportState report) {
    return "{'location': %s, 'available_spaces': %d, 'timestamp': %d}"
        .formatted(
            quoted(report.location()), report.available(), report.reportedAt().getEpochSecond());
  }

  /** As Python's {@code repr} quotes a string without control characters. */
  private static String quoted(String text) {
    var escaped = text.replace("\\", "\\\\");
    return text.contains("'") && !text.contains("\"")
        ? '"' + escaped + '"'
        : "'" + escaped.replace("'", "\\'") + "'";
  }
}
