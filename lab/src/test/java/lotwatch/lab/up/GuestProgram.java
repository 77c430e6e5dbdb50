package lotwatch.lab.up;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.wire.proto.replication.DistributeShardRequest;
import lotwatch.wire.proto.replication.MasterAnnouncement;
import lotwatch.wire.proto.replication.MasterAnnouncementResponse;
import lotwatch.wire.proto.replication.MasterServiceGrpc;
import lotwatch.wire.proto.replication.NodeServiceGrpc;
import lotwatch.wire.proto.replication.NodeStatsRequest;
import lotwatch.wire.proto.replication.NodeStatsResponse;
import lotwatch.wire.proto.replication.ProcessShardResponse;
import lotwatch.wire.proto.replication.RegisterWorkerRequest;
import lotwatch.wire.proto.replication.ReportResourceScoreRequest;
import lotwatch.wire.proto.replication.ReportWorkerShardStatusRequest;
import lotwatch.wire.proto.replication.RequestShardRequest;
import lotwatch.wire.proto.replication.RequestShardResponse;
import lotwatch.wire.proto.replication.ResourceScore;
import lotwatch.wire.proto.replication.UpdateNodeListRequest;
import lotwatch.wire.proto.replication.UpdateNodeListResponse;
import lotwatch.wire.proto.replication.WorkerServiceGrpc;

/**
 * A program that speaks as system D's worker does, and encodes with the same words for ffmpeg; a
 * process of its own. Arguments: the master's address, its folder, and its habit.
 */
public final class GuestProgram {
  private static final int BYTES_MAX = 1 << 30;

  private final Path folder;
  private final Habit habit;
  private final Ffmpeg ffmpeg;
  private final String id = UUID.randomUUID().toString();
  private final Map<String, byte[]> results = new ConcurrentHashMap<>();
  private final ManagedChannel master;
  private String address = "";

  /** What it does with a piece. */
  enum Habit {
    /** Says that the load of its machine is 8. */
    BUSY,
    /** Reports each piece twice. */
    TWICE,
    /** Says that it could not. */
    FAILING,
    /** Gives what is no video. */
    GARBAGE,
    /** Leaves the last frame out. */
    SHORT,
    /** Gives another video of the same size and number of frames. */
    ANOTHER
  }

  private GuestProgram(String master, Path folder, Habit habit) throws IOException {
    this.folder = folder;
    this.habit = habit;
    ffmpeg = Ffmpeg.find(null, Ffmpeg.defaultCache());
    this.master =
        NettyChannelBuilder.forTarget("dns:///" + master)
            .usePlaintext()
            .maxInboundMessageSize(BYTES_MAX)
            .build();
  }

  /** Serves until it is killed. */
  public static void main(String[] args) throws Exception {
    new GuestProgram(args[0], Path.of(args[1]), Habit.valueOf(args[2])).serve();
  }

  private void serve() throws Exception {
    var server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .maxInboundMessageSize(BYTES_MAX)
            .addService(new Worker())
            .addService(new Node())
            .build()
            .start();
    address = "127.0.0.1:" + server.getPort();
    var masters = MasterServiceGrpc.newBlockingStub(master);
    var request = RegisterWorkerRequest.newBuilder().setWorkerAddress(address).build();
    while (!masters.registerWorker(request).getSuccess()) {
      Thread.sleep(5_000);
    }
    if (habit == Habit.BUSY) {
      var _ =
          NodeServiceGrpc.newBlockingStub(master)
              .reportResourceScore(
                  ReportResourceScoreRequest.newBuilder()
                      .setWorkerAddress(address)
                      .setResourceScore(ResourceScore.newBuilder().setLoadAvg(8))
                      .build());
    }
    System.out.println("guest at " + address);
    server.awaitTermination();
  }

  private final class Worker extends WorkerServiceGrpc.WorkerServiceImplBase {
    @Override
    public void processShard(
        DistributeShardRequest shard, StreamObserver<ProcessShardResponse> answer) {
      answer.onNext(
          ProcessShardResponse.newBuilder()
              .setShardId(shard.getShardId())
              .setSuccess(true)
              .setMessage("Shard accepted for processing")
              .build());
      answer.onCompleted();
      System.out.println("got " + shard.getShardId());
      Thread.ofPlatform().daemon().start(() -> work(shard));
    }

    @Override
    public void requestShard(
        RequestShardRequest asked, StreamObserver<RequestShardResponse> answer) {
      var made = results.get(asked.getShardId());
      answer.onNext(
          RequestShardResponse.newBuilder()
              .setShardId(asked.getShardId())
              .setSuccess(made != null)
              .setShardData(made == null ? ByteString.EMPTY : ByteString.copyFrom(made))
              .setMessage(made == null ? "Processed shard file not found." : "OK")
              .build());
      answer.onCompleted();
    }
  }

  private void work(DistributeShardRequest shard) {
    var status = "processed_successfully";
    try {
      if (habit == Habit.FAILING) {
        throw new IOException("it does not want to");
      }
      results.put(shard.getShardId(), habit == Habit.GARBAGE ? new byte[100_000] : encoded(shard));
    } catch (IOException | InterruptedException e) {
      status = "failed_processing";
    }
    report(shard, status);
    if (habit == Habit.TWICE) {
      report(shard, status);
      report(shard, "failed_processing");
    }
  }

  private void report(DistributeShardRequest shard, String status) {
    var answer =
        MasterServiceGrpc.newBlockingStub(master)
            .reportWorkerShardStatus(
                ReportWorkerShardStatusRequest.newBuilder()
                    .setVideoId(shard.getVideoId())
                    .setShardId(shard.getShardId())
                    .setWorkerAddress(address)
                    .setStatus(status)
                    .build());
    System.out.println("reported " + shard.getShardId() + " " + answer.getSuccess());
  }

  private byte[] encoded(DistributeShardRequest shard) throws IOException, InterruptedException {
    var job = Files.createTempDirectory(folder, "process");
    var input = job.resolve("input");
    try (var out = Files.newOutputStream(input)) {
      shard.getShardData().writeTo(out);
    }
    var container = shard.getShardId().substring(shard.getShardId().lastIndexOf('.') + 1);
    var output = job.resolve(shard.getShardId() + "_processed." + container);
    var shape = "scale=h=%d:w=%d".formatted(shard.getTargetHeight(), shard.getTargetWidth());
    if (habit == Habit.SHORT) {
      shape = "trim=end_frame=" + (frames(input) - 1) + "," + shape;
    } else if (habit == Habit.ANOTHER) {
      shape = "hflip,negate," + shape;
    }
    var words = new ArrayList<>(List.of("-i", input.toString()));
    words.addAll(List.of("-filter_complex", "[0]%s[s0]".formatted(shape), "-map", "[s0]"));
    words.addAll(List.of("-acodec", "copy", "-loglevel", "info", "-preset", "fast"));
    words.addAll(List.of("-vcodec", "libx264", output.toString(), "-y"));
    var process =
        ffmpeg
            .command(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("ffmpeg error");
    }
    return Files.readAllBytes(output);
  }

  private int frames(Path input) throws IOException, InterruptedException {
    var words =
        List.of("-v", "error", "-count_packets", "-show_entries", "stream=nb_read_packets", "-of");
    var all = new ArrayList<>(words);
    all.addAll(List.of("csv=p=0", input.toString()));
    var process = ffmpeg.probeCommand(all).start();
    var said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    process.waitFor();
    return Integer.parseInt(said.strip());
  }

  private final class Node extends NodeServiceGrpc.NodeServiceImplBase {
    private volatile String follows = "";
    private volatile int term;

    @Override
    public void getNodeStats(NodeStatsRequest asked, StreamObserver<NodeStatsResponse> answer) {
      answer.onNext(
          NodeStatsResponse.newBuilder()
              .setNodeId(id)
              .setNodeAddress(address)
              .setCurrentMasterAddress(follows)
              .setCurrentTerm(term)
              .build());
      answer.onCompleted();
    }

    @Override
    public void announceMaster(
        MasterAnnouncement said, StreamObserver<MasterAnnouncementResponse> answer) {
      if (said.getTerm() >= term) {
        term = said.getTerm();
        follows = said.getMasterAddress();
      }
      answer.onNext(MasterAnnouncementResponse.newBuilder().setNodeId(id).build());
      answer.onCompleted();
    }

    @Override
    public void updateNodeList(
        UpdateNodeListRequest said, StreamObserver<UpdateNodeListResponse> answer) {
      answer.onNext(UpdateNodeListResponse.newBuilder().setSuccess(true).build());
      answer.onCompleted();
    }
  }
}
