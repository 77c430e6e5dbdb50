package lotwatch.replica.blobs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import lotwatch.ledger.BlobId;
import lotwatch.replica.link.BlobPeers.Sink;

/** A file that grows at its end, and the name that its content gives it. */
final class BlobContent implements Sink, AutoCloseable {
  private static final int BUFFER_BYTES = 256 << 10;

  private final FileChannel file;
  private MessageDigest digest = sha256();
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

  /** What happens with every piece that is read. */
  @FunctionalInterface
  interface Reading {
    void read(int bytes) throws IOException;
  }

  /** The name of what is in a file, which is read to its end. */
  static BlobId of(Path path, Reading reading) throws IOException {
    try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
      return of(file, reading);
    }
  }

  /** The same of a file that is on the disk, synced, afterwards. */
  static BlobId synced(Path path) throws IOException {
    try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
      file.force(true);
      return of(file, _ -> {});
    }
  }

  private static BlobId of(FileChannel file, Reading reading) throws IOException {
    var digest = sha256();
    var buffer = ByteBuffer.allocate(BUFFER_BYTES);
    for (int read = file.read(buffer); read >= 0; read = file.read(buffer)) {
      digest.update(buffer.flip());
      buffer.clear();
      reading.read(read);
    }
    return name(digest);
  }

  private static BlobId name(MessageDigest digest) {
    return new BlobId(HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public void write(ByteBuffer piece) throws IOException {
    try {
      digest.update(piece.duplicate());
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
    return name(digest);
  }

  /** Waits until it is on the disk. */
  void sync() throws IOException {
    file.force(true);
  }

  /** Begins again with nothing. */
  void clear() throws IOException {
    file.truncate(0);
    file.position(0);
    digest = sha256();
    bytes = 0;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
