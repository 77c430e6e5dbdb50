package lotwatch.replica.blobs;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;
import lotwatch.ledger.BlobId;
import lotwatch.wire.blobs.BlobsAwayException;

/**
 * A store outside the cluster that keeps blobs by name, as S3 keeps objects: what was put is there
 * for all who ask afterwards. Many threads call it at once.
 */
public interface ObjectStore extends AutoCloseable {
  /**
   * What is there.
   *
   * @param since when it was put last, by the store's clock
   */
  record Stored(BlobId blob, long bytes, Instant since) {}

  /** Where it is, for people: an address without keys. */
  String address();

  /**
   * Whether the whole blob is there.
   *
   * @throws BlobsAwayException if the store does not answer
   */
  boolean has(BlobId blob, long bytes) throws IOException;

  /**
   * Puts a blob there; returns when the store has it whole and has compared it with its name. The
   * same again begins its time anew.
   *
   * @throws IOException if the store does not take it, or the file is not the blob
   */
  void put(BlobId blob, Path file) throws IOException;

  /**
   * Gets a blob.
   *
   * @param to an empty file; what comes is written to it, whether it is the blob or not
   * @throws IOException if it is not there, or does not come whole
   */
  void get(BlobId blob, Path to) throws IOException;

  /**
   * Tells all that are there.
   *
   * @throws BlobsAwayException if the store does not answer
   */
  void list(Consumer<Stored> to) throws IOException;

  /**
   * Whose blobs these are: the first who asks owns the store, or its part under a prefix.
   *
   * @param self the name of who asks
   * @return the name of the owner
   * @throws BlobsAwayException if the store does not answer
   */
  String owner(String self) throws IOException;

  /**
   * Removes a blob; nothing happens if it is not there.
   *
   * @throws BlobsAwayException if the store does not answer
   */
  void delete(BlobId blob) throws IOException;

  @Override
  void close();
}
