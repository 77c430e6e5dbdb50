package lotwatch.gateway.uploads;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import lotwatch.gateway.uploads.RefusedUploadException.Reason;
import lotwatch.ledger.BlobId;
import lotwatch.wire.blobs.Blobs;
import lotwatch.wire.blobs.BlobsAwayException;
import lotwatch.wire.blobs.BlobsFullException;
import lotwatch.wire.blobs.Space;
import org.jspecify.annotations.Nullable;

/**
 * One video on its way into a file. Used by one thread at a time. Closed without having been kept
 * it leaves nothing.
 */
public final class Upload implements AutoCloseable {
  /** Bytes of one upload. */
  public static final long BYTES_MAX = 1L << 40;

  /** So many bytes more are made sure of at a time where nobody says how many come. */
  static final long AHEAD_BYTES = 16 << 20;

  private final Blobs blobs;
  private final Place place;
  private final FileChannel channel;
  private final Runnable over;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final long bytesMax;
  private final String id = UUID.randomUUID().toString();
  private long bytes;

  /** Bytes that it has space for beyond those. */
  private long ahead;

  private @Nullable BlobId kept;

  /** Where it is written, and the space there that is its own. */
  private record Place(Path folder, Path file, Space space) {}

  private Upload(
      Blobs blobs, Place place, FileChannel channel, long announced, long bytesMax, Runnable over) {
    this.blobs = blobs;
    this.place = place;
    this.channel = channel;
    this.ahead = announced < 0 ? AHEAD_BYTES : announced;
    this.bytesMax = bytesMax;
    this.over = over;
  }

  /**
   * Begins one.
   *
   * @param announced how many bytes come; -1 if nobody says
   * @param over runs once it is closed
   */
  static Upload open(Blobs blobs, long announced, long bytesMax, Runnable over)
      throws RefusedUploadException, IOException {
    if (announced > bytesMax) {
      throw tooLarge(bytesMax);
    }
    var space = reserve(blobs, announced < 0 ? AHEAD_BYTES : announced);
    try {
      var folder = blobs.folder("upload");
      var file = folder.resolve("source");
      var channel = FileChannel.open(file, CREATE_NEW, WRITE);
      return new Upload(blobs, new Place(folder, file, space), channel, announced, bytesMax, over);
    } catch (IOException | RuntimeException e) {
      space.close();
      throw e;
    }
  }

  private static Space reserve(Blobs blobs, long bytes) throws RefusedUploadException {
    try {
      return blobs.reserve(bytes);
    } catch (BlobsFullException e) {
      throw noSpace(e);
    }
  }

  private static RefusedUploadException noSpace(BlobsFullException full) {
    return new RefusedUploadException(Reason.NO_SPACE, String.valueOf(full.getMessage()));
  }

  private static RefusedUploadException tooLarge(long bytesMax) {
    return new RefusedUploadException(
        Reason.TOO_LARGE,
        "the video has more than %d bytes, which is the limit".formatted(bytesMax));
  }

  /** The id of the recording that it becomes; the same however often that is tried. */
  String id() {
    return id;
  }

  /** How many bytes have come. */
  public long bytes() {
    return bytes;
  }

  /**
   * Adds what has come.
   *
   * @throws RefusedUploadException if it is too large now, or there is no space for so much
   */
  public void write(ByteBuffer more) throws RefusedUploadException, IOException {
    if (bytes + more.remaining() > bytesMax) {
      throw tooLarge(bytesMax);
    }
    if (more.remaining() > ahead) {
      extend(more.remaining() + AHEAD_BYTES);
    }
    while (more.hasRemaining()) {
      int written = channel.write(more);
      bytes += written;
      ahead -= written;
      place.space.wrote(written);
    }
  }

  private void extend(long by) throws RefusedUploadException {
    try {
      place.space.extend(by);
      ahead += by;
    } catch (BlobsFullException e) {
      throw noSpace(e);
    }
  }

  /** Keeps the file as a blob; once, however often it is asked. */
  BlobId keep() throws RefusedUploadException, IOException {
    var before = kept;
    if (before != null) {
      return before;
    }
    if (bytes == 0) {
      throw new RefusedUploadException(Reason.EMPTY, "the video is empty");
    }
    channel.close();
    place.space.close();
    try {
      var blob = blobs.keep(place.file);
      kept = blob;
      return blob;
    } catch (BlobsFullException e) {
      throw noSpace(e);
    } catch (BlobsAwayException e) {
      throw new RefusedUploadException(Reason.AWAY, e.getMessage() + ": try again later");
    }
  }

  @Override
  public void close() throws IOException {
    if (closed.getAndSet(true)) {
      return;
    }
    try {
      channel.close();
      Files.deleteIfExists(place.file);
      Files.deleteIfExists(place.folder);
    } finally {
      place.space.close();
      over.run();
    }
  }
}
