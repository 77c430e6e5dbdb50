package lotwatch.replica.link;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.View.NodeView;
import lotwatch.wire.history.HistoryPeers;
import lotwatch.wire.proto.FetchHistoryRequest;
import lotwatch.wire.proto.HistoryLinkGrpc;
import lotwatch.wire.proto.HistoryPart;
import org.jspecify.annotations.Nullable;

/** The histories of the other nodes, as files. */
final class HistoryFetch implements HistoryPeers {
  private final NodeId self;
  private final EventLog eventLog;
  private final LinkChannels channels;

  HistoryFetch(NodeId self, EventLog eventLog, LinkChannels channels) {
    this.self = self;
    this.eventLog = eventLog;
    this.channels = channels;
  }

  private List<NodeView> others() {
    return eventLog.view().nodes().stream().filter(node -> !node.id().equals(self)).toList();
  }

  @Override
  public List<String> names() {
    return others().stream().map(node -> node.id().value()).toList();
  }

  @Override
  public boolean fetch(String name, Path into) throws IOException {
    var node =
        others().stream().filter(each -> each.id().value().equals(name)).findFirst().orElse(null);
    if (node == null) {
      throw new IOException(name + " is gone");
    }
    var call =
        HistoryLinkGrpc.newBlockingV2Stub(channels.to(node.address()))
            .withDeadlineAfter(LinkLimits.HISTORY_WAIT_MAX.toMillis() - 1, MILLISECONDS)
            .fetchHistory(FetchHistoryRequest.getDefaultInstance());
    try {
      return write(call, into);
    } catch (StatusException e) {
      if (e.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
        return false; // of an older version
      }
      throw new IOException("%s: %s".formatted(name, e.getStatus()), e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("this node stops");
    } finally {
      call.cancel("done", null);
    }
  }

  private static boolean write(BlockingClientCall<?, HistoryPart> call, Path into)
      throws IOException, StatusException, InterruptedException {
    @Nullable HistoryPart head = call.read();
    if (head == null || !head.hasHead() || !head.getHead().getKept()) {
      return false;
    }
    long left = head.getHead().getSize();
    try (var file =
        FileChannel.open(into, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (var part = call.read(); part != null; part = call.read()) {
        left -= part.getData().size();
        if (left < 0) {
          throw new IOException(
              "more than the %d bytes announced".formatted(head.getHead().getSize()));
        }
        for (var bytes = part.getData().asReadOnlyByteBuffer(); bytes.hasRemaining(); ) {
          file.write(bytes);
        }
      }
      if (left > 0) {
        throw new IOException("%d bytes are missing".formatted(left));
      }
      file.force(true);
    }
    return true;
  }
}
