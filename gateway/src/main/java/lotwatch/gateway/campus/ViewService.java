package lotwatch.gateway.campus;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Supplier;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.grpc.GrpcRequesters;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.ReportCommand.ServiceHeartbeat;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.View;
import lotwatch.ledger.View.NodeView;
import lotwatch.ledger.Visibility;
import lotwatch.wire.Missing;
import lotwatch.wire.proto.heartbeat.HeartbeatRequest;
import lotwatch.wire.proto.heartbeat.HeartbeatResponse;
import lotwatch.wire.proto.heartbeat.ServiceStatus;
import lotwatch.wire.proto.heartbeat.ServiceStatusRequest;
import lotwatch.wire.proto.heartbeat.ServiceStatusResponse;
import lotwatch.wire.proto.heartbeat.ViewServiceGrpc;

/**
 * System A's heartbeats: services say that they are there, and anybody asks which are. Our own
 * nodes ({@code node/NAME}), their workers ({@code worker/NAME-K}) and cameras ({@code camera/ID})
 * are among them, also those that should be there and are not.
 */
final class ViewService extends ViewServiceGrpc.ViewServiceImplBase {
  /** A service that was heard less than so many seconds ago is alive. */
  static final long ALIVE_SECONDS = 15;

  /** Begins the names of our own nodes, workers and cameras, which answer for themselves. */
  private static final List<String> OWN = List.of("node/", "worker/", "camera/");

  private static final String OK = "OK";
  private static final String STUCK = "STUCK";
  private static final String MISSING = "MISSING";

  private final Gate gate;
  private final EventLog eventLog;
  private final NewNames names;
  private final Supplier<List<Missing>> missing;
  private final InstantSource clock;

  ViewService(
      Gate gate,
      EventLog eventLog,
      NewNames names,
      Supplier<List<Missing>> missing,
      InstantSource clock) {
    this.missing = missing;
    this.gate = gate;
    this.eventLog = eventLog;
    this.names = names;
    this.clock = clock;
  }

  @Override
  public void heartbeat(HeartbeatRequest beat, StreamObserver<HeartbeatResponse> answer) {
    try {
      checkName(beat.getServiceIdentifier());
      var receive =
          new ServiceHeartbeat(
              beat.getServiceIdentifier(),
              beat.getStatus().isEmpty() ? OK : beat.getStatus(),
              heardAt(beat.getTimestamp()));
      var requester = GrpcRequesters.current();
      var request = requester.asks(Action.HEARTBEAT, receive.service());
      if (isNew(receive.service())) {
        names.bring(InetAddress.ofLiteral(requester.address()));
      }
      if (gate.submit(request, receive, null) instanceof Rejected rejected) {
        throw new IllegalArgumentException(rejected.detail());
      }
      answer.onNext(
          HeartbeatResponse.newBuilder()
              .setAcknowledged(true)
              .setMessage("Heartbeat recorded")
              .build());
      answer.onCompleted();
    } catch (DeniedException e) {
      answer.onError(GrpcRequesters.denied(e));
    } catch (UnavailableException e) {
      answer.onError(Status.UNAVAILABLE.withDescription(e.getMessage()).asRuntimeException());
    } catch (IllegalArgumentException e) {
      var why = String.valueOf(e.getMessage()).replaceFirst("^service ", "service_identifier ");
      answer.onError(Status.INVALID_ARGUMENT.withDescription(why).asRuntimeException());
    }
  }

  private boolean isNew(String service) {
    return eventLog.view().services().stream().noneMatch(known -> known.service().equals(service));
  }

  /**
   * A service whose clock is ahead was heard now: else it would live for as long as it is ahead.
   */
  private Instant heardAt(long seconds) {
    var now = clock.instant();
    return seconds == 0 || seconds > now.getEpochSecond() ? now : Timestamps.instant(seconds);
  }

  private static void checkName(String service) {
    for (var own : OWN) {
      if (service.startsWith(own)) {
        throw new IllegalArgumentException(
            "service must not begin with %s, which names Lotwatch's own".formatted(own));
      }
    }
  }

  @Override
  public void getServiceStatus(
      ServiceStatusRequest asked, StreamObserver<ServiceStatusResponse> answer) {
    try {
      gate.ask(GrpcRequesters.current().asks(Action.READ, "services"));
      eventLog.catchUp();
      var wanted = new HashSet<>(asked.getServiceIdentifiersList());
      var services =
          all(eventLog.view()).stream()
              .filter(each -> wanted.isEmpty() || wanted.contains(each.getServiceIdentifier()))
              .toList();
      answer.onNext(ServiceStatusResponse.newBuilder().addAllServices(services).build());
      answer.onCompleted();
    } catch (DeniedException e) {
      answer.onError(GrpcRequesters.denied(e));
    } catch (UnavailableException e) {
      answer.onError(Status.UNAVAILABLE.withDescription(e.getMessage()).asRuntimeException());
    }
  }

  private List<ServiceStatus> all(View view) {
    var all = new ArrayList<ServiceStatus>();
    view.services().forEach(s -> all.add(status(s.service(), s.status(), s.heardAt())));
    view.nodes().forEach(node -> all.add(status("node/" + node.id(), OK, node.heardAt())));
    view.nodes().forEach(node -> all.addAll(workers(node)));
    for (var camera : view.cameras()) {
      var heardAt = camera.heardAt() == null ? camera.since() : camera.heardAt();
      var status = camera.visibility() == Visibility.CLEAR ? OK : camera.visibility().name();
      all.add(status("camera/" + camera.id(), status, heardAt));
    }
    missing.get().forEach(each -> all.add(missing(each)));
    return all;
  }

  private static ServiceStatus missing(Missing service) {
    return ServiceStatus.newBuilder()
        .setServiceIdentifier(service.service())
        .setStatus(MISSING)
        .setLastHeartbeat(service.heardAt() == null ? 0 : service.heardAt().getEpochSecond())
        .setIsAlive(false)
        .build();
  }

  /** A worker is heard with its node; one that is stuck is not alive however often it is heard. */
  private List<ServiceStatus> workers(NodeView node) {
    var workers = new ArrayList<ServiceStatus>();
    for (int k = 1; k <= node.workerStatus().workers(); k++) {
      var id = "worker/%s-%d".formatted(node.id(), k);
      workers.add(
          node.workerStatus().stuck().contains(k)
              ? status(id, STUCK, node.heardAt()).toBuilder().setIsAlive(false).build()
              : status(id, OK, node.heardAt()));
    }
    return workers;
  }

  private ServiceStatus status(String service, String status, Instant heardAt) {
    long received = heardAt.getEpochSecond();
    return ServiceStatus.newBuilder()
        .setServiceIdentifier(service)
        .setStatus(status)
        .setLastHeartbeat(received)
        .setIsAlive(clock.instant().getEpochSecond() - received < ALIVE_SECONDS)
        .build();
  }
}
