package lotwatch.node.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lotwatch.gateway.http.HttpSettings;
import lotwatch.gateway.stream.kafka.StreamSettings;
import lotwatch.media.camera.VideoSettings;
import lotwatch.projections.history.HistorySettings;
import lotwatch.replica.Peer;
import lotwatch.replica.ReplicaSettings;
import lotwatch.wire.settings.Section;
import org.jspecify.annotations.Nullable;

/**
 * Everything the operator decided; read by {@link ConfigFile}. Each part reads its own section.
 *
 * @param stream who makes sessions of sightings
 * @param recordings how videos are kept, and how much of the encoding is done here
 * @param campus what the cluster agrees on; all else is this node's own
 */
public record Config(
    NodeSettings node,
    ServerSettings servers,
    ReplicaSettings replica,
    VideoSettings video,
    HistorySettings history,
    StreamSettings stream,
    RecordingSettings recordings,
    CampusSettings campus) {

  /**
   * Reads a whole file.
   *
   * @param folder where relative paths of spots and clips begin
   * @return empty if there is a problem that no default stands in for
   */
  static Optional<Config> read(Section root, Path folder) {
    var section = root.section("node");
    var id = section.text("id", "n1");
    var node = NodeSettings.read(section);
    var servers = ServerSettings.read(root);
    var replica = ReplicaSettings.read(root, id);
    var video = VideoSettings.read(root.section("video"));
    var history = HistorySettings.read(root);
    var stream = StreamSettings.read(root.section("sessions"));
    var recordings = RecordingSettings.read(root.section("recordings"));
    var campus = CampusSettings.read(root, video, folder);
    return replica.flatMap(copies ->
        campus.map(
            all -> new Config(node, servers, copies, video, history, stream, recordings, all)));
  }

  /** What is allowed and yet may not be meant, one sentence each. */
  public List<String> advice() {
    return stream.advice(campus.sessions().clearPlates());
  }

  /** The same with its state elsewhere. */
  public Config withData(Path other) {
    return new Config(
        new NodeSettings(other, node.advertise()),
        servers,
        replica,
        video,
        history,
        stream,
        recordings,
        campus);
  }

  /** The same with another HTTP port. */
  public Config withHttp(HttpSettings other) {
    return new Config(
        node, servers.with(other), replica, video, history, stream, recordings, campus);
  }

  /** The same with these lots. */
  Config withLots(List<CampusSettings.Lot> others) {
    return new Config(
        node, servers, replica, video, history, stream, recordings, campus.withLots(others));
  }

  /** The same with more cameras; one that has the id of an old one takes its place. */
  public Config withCameras(List<CampusSettings.Camera> more) {
    return new Config(
        node, servers, replica, video, history, stream, recordings, campus.withCameras(more));
  }

  /**
   * The same as another node of a cluster.
   *
   * @param id its name; null for that of this
   * @param peers all voters, as {@code n1=host:port,n2=host:port}; null for those of this
   * @throws IllegalArgumentException if they are not so, or none of them has that name
   */
  public Config asMember(@Nullable String id, @Nullable String peers) {
    var member =
        replica.as(
            id == null ? replica.name() : id, peers == null ? replica.peers() : Peer.list(peers));
    return new Config(node, servers, member, video, history, stream, recordings, campus);
  }
}
