package lotwatch.node;

import static java.lang.System.Logger.Level.WARNING;

import io.javalin.util.JavalinBindException;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import lotwatch.gateway.auth.AuditLog;
import lotwatch.gateway.auth.Authorizer;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.campus.CampusServices;
import lotwatch.gateway.grpc.GrpcServer;
import lotwatch.gateway.http.HttpServer;
import lotwatch.gateway.live.LiveRoutes;
import lotwatch.gateway.metrics.CountedInbox;
import lotwatch.gateway.metrics.MetricsRoutes;
import lotwatch.gateway.observations.ObservationSource;
import lotwatch.gateway.rest.CameraRoutes;
import lotwatch.gateway.rest.DocsRoutes;
import lotwatch.gateway.rest.FrameRoutes;
import lotwatch.gateway.rest.HealthRoutes;
import lotwatch.gateway.rest.LotRoutes;
import lotwatch.gateway.rest.MemberRoutes;
import lotwatch.gateway.rest.NodeRoutes;
import lotwatch.gateway.rest.WriteRoutes;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.View;
import lotwatch.media.Cameras;
import lotwatch.media.camera.Decoders;
import lotwatch.media.camera.Ffmpeg;
import lotwatch.media.sight.SpotNet;
import lotwatch.node.config.Config;
import lotwatch.replica.DataFolder;
import lotwatch.replica.Replica;
import lotwatch.replica.ReplicaException;
import lotwatch.sim.SimulatedChild;

/**
 * One server process: cameras, sight, ledger, feeds and page, in one flow.
 *
 * <p>{@link #start} is the map of the process: it reads from the ledger outwards, in the order in
 * which things are opened.
 */
public final class Node implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Node.class.getName());

  private final Opened opened;
  private final Replica replica;
  private final HttpServer http;
  private final GrpcServer grpc;
  private final FinderServers finder;

  private Node(
      Opened opened, Replica replica, HttpServer http, GrpcServer grpc, FinderServers finder) {
    this.opened = opened;
    this.replica = replica;
    this.http = http;
    this.grpc = grpc;
    this.finder = finder;
  }

  /**
   * Starts everything.
   *
   * @param progress is told, in a few words each, what is being started
   * @throws NodeException if something needed does not start; nothing is left open then
   */
  public static Node start(Config config, SitePlan plan, Consumer<String> progress)
      throws NodeException {
    var opened = new Opened();
    try {
      return start(config, plan, progress, opened);
    } catch (ReplicaException | IOException e) {
      opened.close();
      throw new NodeException(String.valueOf(e.getMessage()), e);
    } catch (JavalinBindException e) {
      opened.close();
      throw new NodeException(
          "cannot listen on %s:%d: is it taken? Choose another with --port"
              .formatted(config.http().host(), config.http().port()),
          e);
    } catch (NodeException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static Node start(Config config, SitePlan plan, Consumer<String> progress, Opened opened)
      throws ReplicaException, IOException, NodeException {
    var clock = Clock.tickMillis(ZoneOffset.UTC);
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var self = new NodeId(config.replica().name());

    progress.accept("opening the ledger in " + config.data());
    var folder = opened.add(DataFolder.open(config.data()));
    var replica = opened.add(Replica.open(folder, config.replica(), clock));
    var inbox = new CountedInbox(replica, registry);
    if (config.replica().peers().size() > 1) {
      progress.accept("waiting for most of the other nodes");
      replica.awaitMajority();
    }
    Declaration.make(plan, config.policy(), replica.view(), inbox);

    progress.accept("looking for ffmpeg");
    var ffmpeg = Ffmpeg.find(config.video().ffmpeg().orElse(null), Ffmpeg.defaultCache());
    progress.accept("loading the network");
    var net = opened.add(SpotNet.shipped());
    var seen = opened.add(new ObservationSource(inbox));
    count(seen, registry);
    var cameras =
        opened.add(
            new Cameras(
                new Decoders(ffmpeg, SimulatedChild::start),
                spots -> Eyes.looker(net, spots),
                seen,
                config.video().workers(),
                clock));
    var others = opened.add(new OtherNodes(replica, clock));
    var feed = Eyes.feed(cameras, others);
    var attendance = new Attendance(self, inbox, replica, cameras, plan.cameras());
    var frames = new SentFrames(attendance, replica, cameras, others, plan.cameras());
    count(frames, registry);

    progress.accept("opening the ports");
    var audit = opened.add(AuditLog.open(config.data().resolve("audit"), clock));
    count(audit, registry);
    var gate = new Gate(inbox, Authorizer.EVERYBODY, audit);
    OpenFiles.shortage(config).ifPresent(why -> LOG.log(WARNING, why));
    var live = opened.add(new LiveRoutes(replica, config.live()));
    var http =
        opened.add(
            HttpServer.open(
                config.http().knownAs(replica.address()),
                gate,
                List.of(
                    new HealthRoutes(() -> obstacles(replica))::mount,
                    new LotRoutes(replica)::mount,
                    new CameraRoutes(replica, feed, clock)::mount,
                    live::mount,
                    new WriteRoutes(gate)::mount,
                    new FrameRoutes(gate, frames)::mount,
                    new NodeRoutes(self, replica, () -> votes(replica))::mount,
                    new MemberRoutes(gate, replica::change)::mount,
                    new DocsRoutes()::mount,
                    new MetricsRoutes(registry, replica, feed, clock, live::clients)::mount)));
    var grpc =
        opened.add(
            GrpcServer.open(
                config.http().host(),
                config.grpcPortsToOpen(),
                CampusServices.of(gate, replica, frames, clock)));
    var finder = opened.add(FinderServers.open(config.tcp(), gate, replica, registry, http));
    folder.say(http.uri().toString());
    opened.add(attendance);
    attendance.begin(http.uri().toString(), replica.address());
    return new Node(opened, replica, http, grpc, finder);
  }

  private static void count(ObservationSource seen, MeterRegistry registry) {
    Gauge.builder("lotwatch.observations.dropped", seen, ObservationSource::dropped)
        .description("observations that did not reach the ledger")
        .register(registry);
    Gauge.builder("lotwatch.observations.refused", seen, ObservationSource::refused)
        .description("observations that the ledger did not take")
        .register(registry);
  }

  private static void count(AuditLog audit, MeterRegistry registry) {
    FunctionCounter.builder("lotwatch.audit.dropped", audit, AuditLog::dropped)
        .description("lines of the audit record for which there was no room")
        .register(registry);
  }

  private static void count(SentFrames frames, MeterRegistry registry) {
    Gauge.builder("lotwatch.frames.refused", frames, SentFrames::refused)
        .description("pictures that were sent here and not taken, because of what they are")
        .register(registry);
  }

  private static NodeRoutes.Votes votes(Replica replica) {
    return new NodeRoutes.Votes(replica.leader(), replica.term(), replica.members());
  }

  private static List<String> obstacles(Replica replica) {
    return replica.leader() == null ? List.of("the ledger has no leader now") : List.of();
  }

  /** Where the page is. */
  public URI uri() {
    return http.uri();
  }

  /** The ports of the gRPC server, in the order of the configuration. */
  public List<Integer> grpcPorts() {
    return grpc.ports();
  }

  /** Where its TCP ports are, as {@code HOST:PORT} by name: text, rpc, sensor, pubsub. */
  public Map<String, String> tcpPorts() {
    return finder.addresses();
  }

  /** What is so now. */
  public View view() {
    return replica.view();
  }

  /** Stops everything, last opened first; what was acknowledged is on disk already. */
  @Override
  public void close() {
    opened.close();
  }
}
