package lotwatch.node;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import lotwatch.ledger.Configuration;
import lotwatch.ledger.ConfigurationCommand.ApplyConfiguration;
import lotwatch.ledger.ConfigurationCommand.Reserved;
import lotwatch.ledger.Entry;
import lotwatch.wire.EntryCodec;

/**
 * Which configuration this node's file last put in force, by its SHA-256, kept in the data folder.
 * A file that has not changed since is not applied again over what somebody has applied meanwhile.
 */
final class AppliedFile {
  private static final String NAME = "applied-configuration";
  private static final System.Logger LOG = System.getLogger("lotwatch.node");

  private final Path path;

  AppliedFile(Path data) {
    path = data.resolve(NAME);
  }

  /** Whether it was this one; not if it is not known. */
  boolean is(Configuration own) {
    try {
      return Files.exists(path) && Files.readString(path).strip().equals(digest(own));
    } catch (IOException e) {
      LOG.log(WARNING, "{0} cannot be read: {1}", path, e);
      return false;
    }
  }

  /** It is this one now. */
  void keep(Configuration own) {
    try {
      Files.writeString(path, digest(own) + "\n");
    } catch (IOException e) {
      LOG.log(WARNING, "{0} cannot be written: {1}", path, e);
    }
  }

  private static String digest(Configuration own) {
    var apply = new ApplyConfiguration(0, own, Reserved.STAYS);
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(sha256.digest(EntryCodec.bytes(new Entry(Instant.EPOCH, null, apply))));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
