package lotwatch.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lotwatch.gateway.FolderBlobs;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.encode.EncodeServices;
import lotwatch.gateway.grpc.GrpcServer;
import lotwatch.gateway.uploads.Uploads;
import lotwatch.gateway.work.WorkerLinkService;
import lotwatch.wire.proto.WorkerLinkGrpc;
import lotwatch.wire.proto.replication.MasterServiceGrpc;
import lotwatch.wire.proto.replication.NodeServiceGrpc;
import lotwatch.wire.proto.replication.UploadVideoChunk;
import lotwatch.wire.proto.replication.WorkerServiceGrpc;
import lotwatch.wire.recordings.GuestDesk;
import lotwatch.wire.recordings.Recheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody may do anything: every service about encoding says so, and nothing happens. */
class DeniedWorkTest {
  private final List<String> recorded = new CopyOnWriteArrayList<>();
  private final MemoryLedger memory = new MemoryLedger(Clock.systemUTC());
  private final Gate gate =
      new Gate(
          memory,
          _ -> new Decision.Denied("nobody may"),
          (request, outcome) -> recorded.add(request.action() + " " + outcome));
  private final FolderBlobs blobs = new FolderBlobs(Path.of("/none"), memory);
  private final List<AutoCloseable> opened = new ArrayList<>();
  private long sequence;

  @BeforeEach
  void openLot() {
    memory.openCounted("deck", 3);
    sequence = memory.view().sequence();
  }

  @AfterEach
  void nothingHappened() throws Exception {
    for (var each : opened.reversed()) {
      each.close();
    }
    assertThat(memory.view().sequence()).isEqualTo(sequence);
  }

  private ManagedChannel channel() throws Exception {
    var parts =
        new EncodeServices.Parts(
            gate,
            memory,
            new Uploads(gate, memory, blobs),
            blobs,
            unheard(),
            new EncodeServices.Self(
                "127.0.0.1", Path.of("/none"), () -> new EncodeServices.Election(true, 1)));
    var services = new ArrayList<>(EncodeServices.of(parts));
    services.add(new WorkerLinkService(gate, memory, blobs, Recheck.DEFAULT));
    var server = GrpcServer.open("127.0.0.1", List.of(0), services);
    opened.add(server);
    var channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.ports().getFirst())
            .usePlaintext()
            .build();
    opened.add(() -> channel.shutdownNow().awaitTermination(1, TimeUnit.MINUTES));
    return channel;
  }

  private static GuestDesk unheard() {
    return new GuestDesk() {
      @Override
      public void came(String address, String self) {
        throw new AssertionError("a guest was let in");
      }

      @Override
      public boolean reported(String shard, String address, boolean isDone) {
        throw new AssertionError("a guest was heard");
      }

      @Override
      public void scored(String address, double load, double ioWait) {
        throw new AssertionError("a guest was heard");
      }
    };
  }

  /** Every call of these services, so that a new one cannot be forgotten. */
  @Test
  void everyCallOfWorkersAndTheirMastersIsPermissionDenied() throws Exception {
    var channel = channel();
    var methods =
        Stream.of(
                MasterServiceGrpc.getServiceDescriptor(),
                WorkerServiceGrpc.getServiceDescriptor(),
                NodeServiceGrpc.getServiceDescriptor(),
                WorkerLinkGrpc.getServiceDescriptor())
            .flatMap(service -> service.getMethods().stream())
            .toList();
    assertThat(methods).hasSizeGreaterThan(20);
    for (var method : methods) {
      var bytes = method.toBuilder(new BytesMarshaller(), new BytesMarshaller()).build();
      var ended = new CompletableFuture<Status>();
      var call = channel.newCall(bytes, CallOptions.DEFAULT);
      call.start(
          new ClientCall.Listener<>() {
            @Override
            public void onMessage(byte[] answer) {
              ended.completeExceptionally(new AssertionError("answered"));
            }

            @Override
            public void onClose(Status status, Metadata trailers) {
              ended.complete(status);
            }
          },
          new Metadata());
      call.request(1);
      // an upload of either kind begins with its first message
      call.sendMessage(
          method.getFullMethodName().endsWith("UploadVideo")
              ? UploadVideoChunk.newBuilder().setIsFirstChunk(true).build().toByteArray()
              : new byte[0]);
      call.halfClose();

      assertThat(ended.get(1, TimeUnit.MINUTES).getCode())
          .as(method.getFullMethodName())
          .isEqualTo(Status.Code.PERMISSION_DENIED);
    }
    assertThat(recorded).contains("WORK DENIED", "STEER_WORKERS DENIED", "HEARTBEAT DENIED");
  }

  /** Messages as they are on the wire. */
  private static final class BytesMarshaller implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
