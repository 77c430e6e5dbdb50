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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.ffmpeg.FfmpegSearch;
import lotwatch.gateway.auth.AuditLog;
import lotwatch.gateway.auth.Authorizer;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.campus.BackupClient;
import lotwatch.gateway.campus.CampusServices;
import lotwatch.gateway.grpc.GrpcServer;
import lotwatch.gateway.http.HttpServer;
import lotwatch.gateway.live.LiveRoutes;
import lotwatch.gateway.metrics.CountedInbox;
import lotwatch.gateway.metrics.MetricsRoutes;
import lotwatch.gateway.observations.ObservationSource;
import lotwatch.gateway.rest.CameraRoutes;
import lotwatch.gateway.rest.ConfigRoutes;
import lotwatch.gateway.rest.ConsumerRoutes;
import lotwatch.gateway.rest.DocsRoutes;
import lotwatch.gateway.rest.EventRoutes;
import lotwatch.gateway.rest.FrameRoutes;
import lotwatch.gateway.rest.HealthRoutes;
import lotwatch.gateway.rest.HistoryRoutes;
import lotwatch.gateway.rest.LotRoutes;
import lotwatch.gateway.rest.MemberRoutes;
import lotwatch.gateway.rest.NodeRoutes;
import lotwatch.gateway.rest.PlaybackRoutes;
import lotwatch.gateway.rest.RecordingRoutes;
import lotwatch.gateway.rest.SessionRoutes;
import lotwatch.gateway.rest.SightingRoutes;
import lotwatch.gateway.rest.WorkerRoutes;
import lotwatch.gateway.rest.WriteRoutes;
import lotwatch.gateway.sightings.UnusedSightings;
import lotwatch.gateway.stream.StreamRoutes;
import lotwatch.gateway.stream.kafka.KafkaStream;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.View;
import lotwatch.media.Cameras;
import lotwatch.media.camera.Decoders;
import lotwatch.media.sight.ShippedNet;
import lotwatch.node.config.AdvertisedHost;
import lotwatch.node.config.Config;
import lotwatch.node.config.ConfigException;
import lotwatch.node.placement.CameraPlan;
import lotwatch.node.placement.HeldHere;
import lotwatch.node.placement.Placement;
import lotwatch.node.placement.SentFrames;
import lotwatch.node.placement.SimulatedCars;
import lotwatch.replica.DataFolder;
import lotwatch.replica.KeptEvents;
import lotwatch.replica.Peer;
import lotwatch.replica.Replica;
import lotwatch.replica.ReplicaException;
import lotwatch.wire.RefusedChangeException;
import org.jspecify.annotations.Nullable;

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
  private final CamerasInForce cameras;

  private Node(
      Opened opened,
      Replica replica,
      HttpServer http,
      GrpcServer grpc,
      FinderServers finder,
      CamerasInForce cameras) {
    this.opened = opened;
    this.replica = replica;
    this.http = http;
    this.grpc = grpc;
    this.finder = finder;
    this.cameras = cameras;
  }

  /**
   * Starts everything.
   *
   * @param progress is told, in a few words each, what is being started
   * @throws NodeException if something needed does not start; nothing is left open then
   */
  public static Node start(Config config, SitePlan plan, Consumer<String> progress)
      throws NodeException {
    return start(config, plan, null, progress);
  }

  /**
   * The same.
   *
   * @param file what the configuration was read from; null if nobody shall look whether it changes
   */
  public static Node start(
      Config config, SitePlan plan, @Nullable ConfigurationFile file, Consumer<String> progress)
      throws NodeException {
    var opened = new Opened();
    try {
      return start(config, plan, file, progress, opened);
    } catch (ReplicaException | IOException | ConfigException e) {
      opened.close();
      throw new NodeException(String.valueOf(e.getMessage()), e);
    } catch (JavalinBindException e) {
      opened.close();
      throw new NodeException(
          "cannot listen on %s:%d: is it taken? Choose another with --port"
              .formatted(config.servers().http().host(), config.servers().http().port()),
          e);
    } catch (NodeException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static Node start(
      Config config,
      SitePlan plan,
      @Nullable ConfigurationFile file,
      Consumer<String> progress,
      Opened opened)
      throws ReplicaException, IOException, NodeException, ConfigException {
    var steady = SteadyClock.ofSystem();
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var self = new NodeId(config.replica().name());
    var advertised = AdvertisedHost.of(config);

    progress.accept("opening the ledger in " + config.node().data());
    var folder = opened.add(DataFolder.open(config.node().data()));
    Listening.of(config).check();
    var replica = opened.add(Replica.open(folder, config.replica(), steady));
    var clock = replica.clock();
    var inbox = new CountedInbox(replica, registry);
    if (config.replica().peers().size() > 1) {
      progress.accept("waiting for most of the other nodes");
      replica.awaitMajority();
    }
    var own =
        opened.add(
            new OwnConfiguration(
                new ClusterState(replica, config.replica().peers().size() <= 1),
                inbox,
                Declared.of(plan, config.campus()),
                file,
                new AppliedFile(config.node().data())));
    own.begin();
    var inForce = new CamerasInForce(replica, config.video(), plan.cameras());

    var ffmpeg = new FfmpegSearch(config.video().ffmpeg().orElse(null), Ffmpeg.defaultCache());
    var net = opened.add(new ShippedNet());
    if (!inForce.all().isEmpty()) {
      progress.accept("looking for ffmpeg");
      ffmpeg.ffmpeg();
      progress.accept("loading the network");
      net.net();
    }
    var seen = opened.add(new ObservationSource(inbox));
    count(replica.keptEvents(), registry);
    count(seen, registry);
    var writer = StreamWiring.writer(config.stream(), replica, opened);
    var simulated = new SimulatedCars(StreamWiring.reports(writer, inbox), steady);
    var audit = opened.add(AuditLog.open(config.node().data().resolve("audit"), steady));
    count(audit, registry);
    var gate = new Gate(inbox, Authorizer.EVERYBODY, audit);
    var recordings = RecordingWiring.open(config, replica, inbox, gate, ffmpeg, steady, opened);
    var films = FilmWiring.open(recordings.blobs(), replica, inbox, inForce::all, opened, registry);
    var cameras =
        opened.add(
            new Cameras(
                new Decoders(ffmpeg, simulated),
                spots -> CameraWiring.looker(net.net(), spots),
                seen,
                config.video().workers(),
                steady,
                films));
    var placement = new Placement(self, inbox, replica, cameras, inForce::all);
    var held = new HeldHere(placement, replica, cameras);
    var link = replica.cameras(held);
    var feed = CameraWiring.feed(cameras, held, link);
    var frames = new SentFrames(link, inForce::all);
    count(frames, registry);

    var expected =
        opened.add(
            new Expected(
                replica::view,
                replica::members,
                config.replica().peers().stream()
                    .collect(Collectors.toMap(Peer::address, Peer::name, (one, _) -> one))));
    progress.accept("opening the ports");
    var unused = new UnusedSightings(clock);
    var stream =
        StreamWiring.open(
            config.stream(),
            new KafkaStream.Parts(gate, replica, replica::leading, registry, unused, clock),
            inbox,
            opened);
    var servers = OpenFiles.fitted(config.servers());
    OpenFiles.shortage(servers).ifPresent(why -> LOG.log(WARNING, why));
    var live = opened.add(new LiveRoutes(replica, config.servers().live()));
    var events = opened.add(new EventRoutes(replica));
    var history = opened.add(HistoryWiring.of(config, replica, inbox, steady, registry));
    var sockets = SocketWiring.open(opened, replica, clock, gate, servers.sockets(), registry);
    var http =
        opened.add(
            HttpServer.open(
                servers.http().knownAs(replica.host()).knownAs(advertised.host()),
                gate,
                List.of(
                    new HealthRoutes(
                            new NodeReadiness(
                                replica, own, expected, history, stream, recordings.blobs(), films))
                        ::mount,
                    new LotRoutes(replica)::mount,
                    new CameraRoutes(replica, feed, clock)::mount,
                    live::mount,
                    new WriteRoutes(gate)::mount,
                    new SightingRoutes(
                            gate, StreamWiring.sink(writer, gate), replica, unused, clock)
                        ::mount,
                    new SessionRoutes(replica)::mount,
                    new StreamRoutes(replica, clock)::mount,
                    sockets::mount,
                    new ConsumerRoutes(gate, replica)::mount,
                    events::mount,
                    new HistoryRoutes(history, clock)::mount,
                    new ConfigRoutes(gate, replica, new Documents(own))::mount,
                    new FrameRoutes(gate, frames)::mount,
                    new NodeRoutes(self, replica, () -> votes(replica, expected))::mount,
                    new MemberRoutes(gate, members(replica))::mount,
                    new RecordingRoutes(gate, replica, recordings.uploads(), recordings.blobs())
                        ::mount,
                    new PlaybackRoutes(
                            replica, recordings.playback(opened, registry), recordings.blobs())
                        ::mount,
                    new WorkerRoutes(gate, replica)::mount,
                    new DocsRoutes()::mount,
                    new MetricsRoutes(registry, replica, feed, clock, live::clients)::mount)));
    var backup = servers.backup().backup().map(BackupClient::new).orElse(null);
    if (backup != null) {
      opened.add(backup);
      count(backup, registry);
    }
    var grpc =
        opened.add(
            GrpcServer.open(
                config.servers().http().host(),
                servers.grpcPorts(),
                Stream.concat(
                        CampusServices.of(
                            gate,
                            replica,
                            frames,
                            expected::missing,
                            clock,
                            servers.backup(),
                            backup)
                            .stream(),
                        recordings.services(gate, advertised.host()).stream())
                    .toList()));
    var finder = opened.add(FinderServers.open(servers.finder(), gate, replica, registry, http));
    folder.say(http.uri().toString());
    opened.add(placement);
    placement.begin(advertised.page(http.port()).toString(), replica.address());
    history.begin();
    recordings.reachedAt(advertised.host(), grpc.ports());
    recordings.work(inbox, opened, registry);
    return new Node(opened, replica, http, grpc, finder, inForce);
  }

  private static void count(KeptEvents kept, MeterRegistry registry) {
    Gauge.builder("lotwatch.events.disk.bytes", kept, KeptEvents::diskBytes)
        .description("events kept on disk for consumers")
        .register(registry);
    Gauge.builder("lotwatch.events.consumers.lost", kept, KeptEvents::lostConsumers)
        .description("consumers that were too slow and have lost events")
        .register(registry);
    Gauge.builder("lotwatch.events.degraded", kept, it -> it.degraded() ? 1 : 0)
        .description("1 while events cannot be written to disk")
        .register(registry);
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
        .description("frames that were sent here and not taken, because of what they are")
        .register(registry);
  }

  private static void count(BackupClient backup, MeterRegistry registry) {
    Gauge.builder("lotwatch.campus.backup.waiting", backup, BackupClient::waiting)
        .description("updates that wait for the backup of another system")
        .register(registry);
    Gauge.builder("lotwatch.campus.backup.left.out", backup, BackupClient::leftOut)
        .description("updates that the backup never gets: too many waited, or it refused them")
        .register(registry);
  }

  private static MemberRoutes.Members members(Replica replica) {
    return new MemberRoutes.Members() {
      @Override
      public void change(String host, int port, boolean member)
          throws UnavailableException, RefusedChangeException {
        replica.change(host, port, member);
      }

      @Override
      public void replace(String name, String host, int port)
          throws UnavailableException, RefusedChangeException {
        replica.replace(name, host, port);
      }
    };
  }

  private static NodeRoutes.Votes votes(Replica replica, Expected expected) {
    return new NodeRoutes.Votes(
        replica.leader(), replica.term(), replica.members(), expected.missing());
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

  /** The cameras of the configuration in force, by id. */
  public List<CameraPlan> cameras() {
    return cameras.all().values().stream()
        .sorted(Comparator.comparing(camera -> camera.settings().id()))
        .toList();
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
