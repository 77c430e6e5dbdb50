package lotwatch.gateway.encode;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import lotwatch.ledger.BlobId;
import lotwatch.wire.blobs.BlobDigest;
import lotwatch.wire.blobs.Blobs;
import lotwatch.wire.proto.replication.RetrieveVideoChunk;

/**
 * One video on its way out, in pieces of exactly 1 MiB (the last may be smaller): clients take no
 * larger ones. The next is read once the client has room. gRPC calls this from one thread at a
 * time.
 */
final class Retrieval {
  /** Bytes of one piece. */
  static final int PIECE_BYTES = 1 << 20;

  private final Video video;
  private final BlobDigest digest;
  private final FileChannel channel;
  private final ServerCallStreamObserver<RetrieveVideoChunk> answer;
  private final Runnable over;
  private boolean ended;

  /** What is fetched: a blob, whose file is here, under the id that the client knows. */
  record Video(String id, BlobId blob, Path file, Blobs blobs) {}

  private Retrieval(
      Video video,
      FileChannel channel,
      ServerCallStreamObserver<RetrieveVideoChunk> answer,
      Runnable over) {
    this.video = video;
    this.digest = new BlobDigest();
    this.channel = channel;
    this.answer = answer;
    this.over = over;
  }

  /**
   * Begins one.
   *
   * @param over runs once it has ended
   * @throws IOException if there is no such file
   */
  static void begin(Video video, ServerCallStreamObserver<RetrieveVideoChunk> answer, Runnable over)
      throws IOException {
    var retrieval =
        new Retrieval(video, FileChannel.open(video.file, StandardOpenOption.READ), answer, over);
    answer.setOnCancelHandler(retrieval::end);
    answer.setOnReadyHandler(retrieval::send);
  }

  private void send() {
    try {
      while (!ended && answer.isReady()) {
        var piece = ByteBuffer.allocate(PIECE_BYTES);
        while (piece.hasRemaining() && channel.read(piece) >= 0) {
          // until it is full, or all is read
        }
        piece.flip();
        digest.add(piece.array(), 0, piece.limit());
        boolean isAtEnd = channel.position() == channel.size();
        if (isAtEnd
            && !digest
                .blob()
                .equals(video.blob)) { // its end is kept back: nobody takes it for the video
          video.blobs.suspect(video.blob);
          throw new IOException("damaged");
        }
        if (piece.hasRemaining()) {
          answer.onNext(
              RetrieveVideoChunk.newBuilder()
                  .setVideoId(video.id)
                  .setDataChunk(UnsafeByteOperations.unsafeWrap(piece))
                  .build());
          if (!isAtEnd) {
            continue;
          }
        }
        end();
        answer.onCompleted();
      }
    } catch (IOException e) {
      end();
      answer.onError(
          Status.INTERNAL.withDescription("The video cannot be read.").asRuntimeException());
    }
  }

  private void end() {
    if (ended) {
      return;
    }
    ended = true;
    try {
      channel.close();
    } catch (IOException _) {
      // it was only read
    } finally {
      over.run();
    }
  }
}
