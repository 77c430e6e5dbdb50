package lotwatch.wire.blobs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import lotwatch.ledger.BlobId;

/** Which blob bytes are: its id is the SHA-256 of them (FIPS 180-4). */
public final class BlobDigest {
  private static final int BUFFER_BYTES = 256 << 10;

  private final MessageDigest digest;

  /** Begins with nothing read. */
  public BlobDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** What happens with every piece that is read. */
  @FunctionalInterface
  public interface Reading {
    /** So many bytes more are read. */
    void read(int bytes) throws IOException;
  }

  /** The blob that a file is, which is read to its end. */
  public static BlobId of(Path path) throws IOException {
    try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
      return of(file, _ -> {});
    }
  }

  /** The same of an open file, from where it is. */
  public static BlobId of(FileChannel file, Reading reading) throws IOException {
    var digest = new BlobDigest();
    var buffer = ByteBuffer.allocate(BUFFER_BYTES);
    for (int read = file.read(buffer); read >= 0; read = file.read(buffer)) {
      digest.add(buffer.flip());
      buffer.clear();
      reading.read(read);
    }
    return digest.blob();
  }

  /** These bytes come next. */
  public void add(byte[] bytes, int from, int count) {
    digest.update(bytes, from, count);
  }

  /** The same; the buffer is read to its end. */
  public void add(ByteBuffer bytes) {
    digest.update(bytes);
  }

  /** The blob that was read; asked once, at its end. */
  public BlobId blob() {
    return new BlobId(HexFormat.of().formatHex(digest.digest()));
  }
}
