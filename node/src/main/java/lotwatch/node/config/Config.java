package lotwatch.node.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import lotwatch.gateway.http.HttpSettings;
import lotwatch.gateway.live.LiveLimits;
import lotwatch.ledger.Policy;
import lotwatch.media.camera.CameraLimits;
import lotwatch.media.camera.CameraSettings;
import lotwatch.replica.Peer;
import lotwatch.replica.ReplicaSettings;
import org.jspecify.annotations.Nullable;

/**
 * Everything the operator decided; read by {@link ConfigFile}.
 *
 * @param data the folder that holds the state
 * @param advertise the host by which others reach this node; empty leaves it to {@link
 *     AdvertisedHost}
 * @param simSeed decides what happens on the simulated campus
 * @param grpcPorts of the gRPC port; none leaves it closed
 * @param tcp the ports for plain TCP; on free ports, unless configured, if that of HTTP is
 * @param simCameras whether no cameras means the simulated campus
 * @param lots in the order of the file
 * @param cameras none means the simulated campus, if it is wanted
 */
public record Config(
    Path data,
    String advertise,
    HttpSettings http,
    List<Integer> grpcPorts,
    FinderSettings tcp,
    LiveLimits live,
    Policy policy,
    ReplicaSettings replica,
    Video video,
    long simSeed,
    boolean simCameras,
    List<Lot> lots,
    List<Camera> cameras) {
  /** The ports of the gRPC port unless configured. */
  public static final List<Integer> GRPC_PORTS = List.of(50_051);

  public Config {
    grpcPorts = List.copyOf(grpcPorts);
    tcp = http.port() == 0 ? tcp.onFreePorts() : tcp;
    lots = List.copyOf(lots);
    cameras = List.copyOf(cameras);
  }

  /**
   * What all cameras share.
   *
   * @param ffmpeg the configured program; empty to look for one
   * @param workers threads that look at frames
   * @param limits how long a camera may keep us waiting
   */
  public record Video(
      Optional<Path> ffmpeg, int workers, double fps, int widthMax, CameraLimits limits) {}

  /**
   * A lot that the operator named.
   *
   * @param capacity empty takes the number of its watched spots
   * @param occupied cars in a counted lot when it is opened for the first time; empty if unknown
   */
  public record Lot(String id, Optional<String> name, OptionalInt capacity, OptionalInt occupied) {}

  /**
   * A camera that the operator named.
   *
   * @param spots the file that says where its spots are; none for a simulated camera
   * @param lot the lot of spots that name none
   */
  public record Camera(CameraSettings settings, Optional<Path> spots, String lot) {}

  /** The same with its state elsewhere. */
  public Config withData(Path otherData) {
    return new Config(
        otherData,
        advertise,
        http,
        grpcPorts,
        tcp,
        live,
        policy,
        replica,
        video,
        simSeed,
        simCameras,
        lots,
        cameras);
  }

  /**
   * The same as another member of a cluster.
   *
   * @param id its name; null for that of this
   * @param peers all members, as {@code n1=host:port,n2=host:port}; null for those of this
   * @throws IllegalArgumentException if they are not so, or none of them has that name
   */
  public Config asMember(@Nullable String id, @Nullable String peers) {
    var member =
        replica.as(
            id == null ? replica.name() : id, peers == null ? replica.peers() : Peer.list(peers));
    return new Config(
        data,
        advertise,
        http,
        grpcPorts,
        tcp,
        live,
        policy,
        member,
        video,
        simSeed,
        simCameras,
        lots,
        cameras);
  }

  /** The same with another HTTP port. */
  public Config withHttp(HttpSettings otherHttp) {
    return new Config(
        data,
        advertise,
        otherHttp,
        grpcPorts,
        tcp,
        live,
        policy,
        replica,
        video,
        simSeed,
        simCameras,
        lots,
        cameras);
  }

  /** The same with these lots. */
  Config withLots(List<Lot> otherLots) {
    return new Config(
        data,
        advertise,
        http,
        grpcPorts,
        tcp,
        live,
        policy,
        replica,
        video,
        simSeed,
        simCameras,
        otherLots,
        cameras);
  }

  /**
   * The ports to open: where any port will do for the page, any will for gRPC too, unless it has
   * others than {@link #GRPC_PORTS}.
   */
  public List<Integer> grpcPortsToOpen() {
    return http.port() == 0 && grpcPorts.equals(GRPC_PORTS) ? List.of(0) : grpcPorts;
  }

  /** The same with more cameras; one that has the id of an old one takes its place. */
  public Config withCameras(List<Camera> more) {
    var all = new ArrayList<>(cameras);
    for (var camera : more) {
      all.removeIf(old -> old.settings().id().equals(camera.settings().id()));
      all.add(camera);
    }
    return new Config(
        data,
        advertise,
        http,
        grpcPorts,
        tcp,
        live,
        policy,
        replica,
        video,
        simSeed,
        simCameras,
        lots,
        all);
  }
}
