package lotwatch.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The hash of a state: SHA-256 over the bytes that {@link StateCodec#write} gives for it.
 *
 * <p>A state without newer content is written exactly as version 1 wrote it. So two nodes with the
 * same state give the same hash, whichever versions of Lotwatch they run, and a stored hash stays
 * right in every later version. What is new in a version goes into parts or fields of its own,
 * which are left out while they hold nothing.
 */
public final class StateHash {
  private StateHash() {}

  /** The hash in hexadecimal. */
  public static String of(Snapshot snapshot) {
    try {
      var sum = MessageDigest.getInstance("SHA-256");
      StateCodec.write(snapshot, new DigestOutputStream(OutputStream.nullOutputStream(), sum));
      return HexFormat.of().formatHex(sum.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
