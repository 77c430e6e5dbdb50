package lotwatch.replica.blobs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import lotwatch.ledger.BlobId;
import lotwatch.replica.link.BlobPeers.Sink;
import lotwatch.wire.blobs.BlobDigest;

/** A file that grows at its end, and the name that its content gives it. */
final class BlobContent implements Sink, AutoCloseable {
  private final FileChannel file;
  private BlobDigest digest = new BlobDigest();
  private long bytes;
  private boolean failed;

  private BlobContent(FileChannel file) {
    this.file = file;
  }

  /** Begins with nothing, whatever is in the file. */
  static BlobContent open(Path file) throws IOException {
    return new BlobContent(
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING));
  }

  /** The name of what is in a file, which is read to its end. */
  static BlobId of(Path path, BlobDigest.Reading reading) throws IOException {
    try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
      return BlobDigest.of(file, reading);
    }
  }

  /** The same of a file that is on the disk, synced, afterwards. */
  static BlobId synced(Path path) throws IOException {
    try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
      file.force(true);
      return BlobDigest.of(file, _ -> {});
    }
  }

  @Override
  public void write(ByteBuffer piece) throws IOException {
    try {
      digest.add(piece.duplicate());
      bytes += piece.remaining();
      while (piece.hasRemaining()) {
        file.write(piece);
      }
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }

  /** Whether the disk failed, rather than who sent it. */
  boolean failed() {
    return failed;
  }

  /** How many bytes are there. */
  long bytes() {
    return bytes;
  }

  /** The name of all that is there; nothing can be added afterwards. */
  BlobId name() {
    return digest.blob();
  }

  /** Waits until it is on the disk. */
  void sync() throws IOException {
    file.force(true);
  }

  /** Begins again with nothing. */
  void clear() throws IOException {
    file.truncate(0);
    file.position(0);
    digest = new BlobDigest();
    bytes = 0;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
