package lotwatch.gateway.work;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import lotwatch.wire.proto.BlobPart;

/**
 * A file on its way to a worker; the next piece is read once there is room for it. gRPC calls this
 * from one thread at a time.
 */
final class BlobOut {
  /** Bytes of one piece. */
  static final int PIECE_BYTES = 256 << 10;

  private final FileChannel channel;
  private final ServerCallStreamObserver<BlobPart> answer;
  private boolean isBegun;
  private boolean isEnded;

  private BlobOut(FileChannel channel, ServerCallStreamObserver<BlobPart> answer) {
    this.channel = channel;
    this.answer = answer;
  }

  static void begin(Path file, ServerCallStreamObserver<BlobPart> answer) throws IOException {
    var out = new BlobOut(FileChannel.open(file, StandardOpenOption.READ), answer);
    answer.setOnCancelHandler(out::end);
    answer.setOnReadyHandler(out::send);
  }

  private void send() {
    try {
      while (!isEnded && answer.isReady()) {
        if (!isBegun) {
          isBegun = true;
          var head = BlobPart.Head.newBuilder().setKept(true).setSize(channel.size());
          answer.onNext(BlobPart.newBuilder().setHead(head).build());
          continue;
        }
        var piece = ByteBuffer.allocate(PIECE_BYTES);
        while (piece.hasRemaining() && channel.read(piece) >= 0) {
          // until it is full, or all is read
        }
        if (piece.position() == 0) {
          end();
          answer.onCompleted();
        } else {
          var data = UnsafeByteOperations.unsafeWrap(piece.flip());
          answer.onNext(BlobPart.newBuilder().setData(data).build());
        }
      }
    } catch (IOException e) {
      end();
      answer.onError(
          Status.INTERNAL.withDescription("The file cannot be read.").asRuntimeException());
    }
  }

  private void end() {
    isEnded = true;
    try {
      channel.close();
    } catch (IOException _) {
      // it was only read
    }
  }
}
