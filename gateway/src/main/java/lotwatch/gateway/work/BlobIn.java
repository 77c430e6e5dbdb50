package lotwatch.gateway.work;

import static java.lang.System.Logger.Level.WARNING;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.auth.Requester;
import lotwatch.gateway.grpc.GrpcRequesters;
import lotwatch.ledger.BlobId;
import lotwatch.wire.blobs.Blobs;
import lotwatch.wire.blobs.BlobsFullException;
import lotwatch.wire.blobs.Space;
import lotwatch.wire.proto.PutBlobAnswer;
import lotwatch.wire.proto.PutBlobPart;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way from a worker: no more is taken than was announced, and it is kept if it is
 * what was announced. gRPC calls this from one thread at a time.
 */
final class BlobIn implements StreamObserver<PutBlobPart> {
  private static final System.Logger LOG = System.getLogger(BlobIn.class.getName());

  private final Gate gate;
  private final Blobs blobs;
  private final ServerCallStreamObserver<PutBlobAnswer> answer;
  private final Requester requester = GrpcRequesters.current();
  private @Nullable BlobId name;
  private @Nullable Path folder;
  private @Nullable FileChannel channel;
  private @Nullable Space space;
  private long left;
  private boolean isOver;

  BlobIn(Gate gate, Blobs blobs, ServerCallStreamObserver<PutBlobAnswer> answer) {
    this.gate = gate;
    this.blobs = blobs;
    this.answer = answer;
    answer.setOnCancelHandler(this::end);
  }

  @Override
  public void onNext(PutBlobPart part) {
    if (isOver) {
      return;
    }
    try {
      var into = channel;
      if (into == null) {
        begin(part.getHead());
        return;
      }
      var data = part.getData().asReadOnlyByteBuffer();
      left -= data.remaining();
      if (left < 0) {
        throw new IllegalArgumentException("more comes than was announced");
      }
      int bytes = data.remaining();
      while (data.hasRemaining()) {
        into.write(data);
      }
      if (space != null) {
        space.wrote(bytes);
      }
    } catch (DeniedException e) {
      fail(GrpcRequesters.denied(e).getStatus());
    } catch (IllegalArgumentException e) {
      fail(Status.INVALID_ARGUMENT.withDescription(e.getMessage()));
    } catch (BlobsFullException e) {
      fail(Status.RESOURCE_EXHAUSTED.withDescription(e.getMessage()));
    } catch (IOException e) {
      LOG.log(WARNING, "a worker''s file cannot be written: {0}", e.getMessage());
      fail(Status.INTERNAL.withDescription("the file cannot be written"));
    }
  }

  private void begin(PutBlobPart.Head head) throws DeniedException, IOException {
    gate.ask(requester.asks(Action.WORK, "blobs"));
    name = new BlobId(head.getSha256());
    if (head.getSize() < 0) {
      throw new IllegalArgumentException("size is below 0");
    }
    left = head.getSize();
    space = blobs.reserve(left);
    var made = blobs.folder("worker");
    folder = made;
    channel =
        FileChannel.open(
            made.resolve("file"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  @Override
  public void onError(Throwable why) {
    end();
  }

  @Override
  public void onCompleted() {
    if (isOver) {
      return;
    }
    var made = folder;
    if (made == null || left != 0) {
      fail(Status.INVALID_ARGUMENT.withDescription(left + " bytes of the file did not come"));
      return;
    }
    try {
      close();
      if (space != null) {
        space.close(); // to keep it needs space of its own
        space = null;
      }
      var kept = blobs.keep(made.resolve("file"));
      if (!kept.equals(name)) {
        fail(Status.DATA_LOSS.withDescription("what came is not what was announced"));
        return;
      }
      end();
      answer.onNext(PutBlobAnswer.getDefaultInstance());
      answer.onCompleted();
    } catch (BlobsFullException e) {
      fail(Status.RESOURCE_EXHAUSTED.withDescription(e.getMessage()));
    } catch (IOException e) {
      LOG.log(WARNING, "a worker''s file cannot be kept: {0}", e.getMessage());
      fail(Status.UNAVAILABLE.withDescription("the file cannot be kept: " + e.getMessage()));
    }
  }

  private void fail(Status why) {
    end();
    answer.onError(why.asRuntimeException());
  }

  private void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }

  /** Leaves nothing of what was not kept. */
  private void end() {
    isOver = true;
    if (space != null) {
      space.close();
    }
    try {
      close();
      if (folder != null) {
        Files.deleteIfExists(folder.resolve("file"));
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      LOG.log(WARNING, "the rest of a worker''s file cannot be removed: {0}", e.getMessage());
    }
  }
}
