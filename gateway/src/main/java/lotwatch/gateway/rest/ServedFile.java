package lotwatch.gateway.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import lotwatch.gateway.http.HeadRequests;
import lotwatch.ledger.BlobId;
import lotwatch.wire.blobs.BlobDigest;
import lotwatch.wire.blobs.Blobs;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * A file as it is answered: all of it, or the range that is asked for.
 *
 * @param tag its entity tag, with its quotes; the same tag means the same bytes
 * @param mediaType what it is
 * @param disposition what a browser shall do with it; null for nothing particular
 * @param kept the blob that it is; null if it is none
 */
record ServedFile(String tag, String mediaType, @Nullable String disposition, @Nullable Kept kept) {
  private static final int BUFFER_BYTES = 128 << 10;

  /** A blob, which is looked at when all of it is sent. */
  record Kept(BlobId blob, Blobs blobs) {}

  /** What a file is opened with when it is needed. */
  @FunctionalInterface
  interface Opening {
    /** The open file, which its user closes. */
    FileChannel open() throws ProblemException, IOException;
  }

  /** Answers with it. */
  void answer(Context ctx, Opening opening) throws ProblemException, IOException {
    ctx.header("ETag", tag);
    ctx.header("Cache-Control", "no-cache");
    ctx.header("Accept-Ranges", "bytes");
    if (names(ctx.header("If-None-Match"))) {
      ctx.status(304);
      return;
    }
    try (var channel = opening.open()) {
      long length = channel.size();
      var condition = ctx.header("If-Range");
      var range =
          condition == null || condition.equals(tag)
              ? ByteRange.of(ctx.header("Range"), length)
              : null;
      if (ByteRange.NOWHERE.equals(range)) {
        ctx.header("Content-Range", "bytes */" + length);
        throw new ProblemException(
            Problem.of(416, "Not within the video", "the video has %d bytes".formatted(length))
                .because("RANGE"));
      }
      ctx.res().setCharacterEncoding(null);
      ctx.contentType(mediaType);
      if (disposition != null) {
        ctx.header("Content-Disposition", disposition);
      }
      if (range != null) {
        ctx.status(206);
        ctx.header(
            "Content-Range", "bytes %d-%d/%d".formatted(range.from(), range.to() - 1, length));
      }
      boolean isWhole = range == null || range.to() - range.from() == length;
      send(ctx, channel, range == null ? new ByteRange(0, length) : range, isWhole ? kept : null);
    }
  }

  private boolean names(@Nullable String tags) {
    return tags != null && (tags.strip().equals("*") || tags.contains(tag));
  }

  /** Sends a range of a file, and its length before. */
  static void send(Context ctx, FileChannel channel, ByteRange range) throws IOException {
    send(ctx, channel, range, null);
  }

  /** The end of a blob that is damaged is kept back: nobody takes what came for the video. */
  private static void send(Context ctx, FileChannel channel, ByteRange range, @Nullable Kept whole)
      throws IOException {
    ctx.res().setContentLengthLong(range.to() - range.from());
    boolean isRead = !HeadRequests.isOne(ctx); // else the server leaves out what is written
    var digest = whole == null || !isRead ? null : new BlobDigest();
    var out = ctx.res().getOutputStream();
    var buffer = ByteBuffer.allocate(BUFFER_BYTES);
    long at = range.from();
    while (at < range.to()) {
      buffer.clear().limit((int) Math.min(BUFFER_BYTES, range.to() - at));
      int read = isRead ? channel.read(buffer, at) : buffer.limit();
      if (read < 0) {
        throw new IOException("the video ends at %d, not at %d".formatted(at, range.to()));
      }
      at += read;
      if (digest != null && whole != null) {
        digest.add(buffer.array(), 0, read);
        if (at == range.to() && !digest.blob().equals(whole.blob)) {
          whole.blobs.suspect(whole.blob);
          throw new IOException("the file of blob " + whole.blob + " is damaged");
        }
      }
      out.write(buffer.array(), 0, read);
    }
  }
}
