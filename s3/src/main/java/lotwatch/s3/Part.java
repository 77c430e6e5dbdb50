package lotwatch.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import lotwatch.wire.blobs.BlobDigest;

/**
 * The bytes of an open file from one place to another. Streams of it need not be closed.
 *
 * @param from where it begins
 * @param length its bytes
 */
record Part(FileChannel file, long from, long length) {
  private static final int BUFFER_BYTES = 256 << 10;

  /**
   * Its SHA-256 in base 64, as S3 has it.
   *
   * @param all is given the same bytes
   */
  String sum(BlobDigest all) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var bytes = new byte[BUFFER_BYTES];
      try (var content = stream()) {
        for (int read = content.read(bytes); read >= 0; read = content.read(bytes)) {
          digest.update(bytes, 0, read);
          all.add(bytes, 0, read);
        }
      }
      return Base64.getEncoder().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Its bytes, from the first on. */
  InputStream stream() {
    return new Content();
  }

  private final class Content extends InputStream {
    private long at = from;

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] to, int offset, int count) throws IOException {
      long left = from + length - at;
      if (left <= 0) {
        return -1;
      }
      int read = file.read(ByteBuffer.wrap(to, offset, (int) Math.min(count, left)), at);
      at += Math.max(0, read);
      return read;
    }
  }
}
