package lotwatch.gateway.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import lotwatch.gateway.http.HeadRequests;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.RecordingState;
import lotwatch.wire.blobs.Blobs;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;
import lotwatch.wire.recordings.Wanted;
import lotwatch.wire.recordings.Wanted.Container;
import org.jspecify.annotations.Nullable;

/** The video of a recording as it is answered: all of it, or the range that is asked for. */
final class VideoFile {
  private static final int BUFFER_BYTES = 128 << 10;

  private VideoFile() {}

  /** Answers with the video, which never changes: its name is its hash. */
  static void answer(Context ctx, RecordingState recording, BlobId video, Blobs blobs)
      throws ProblemException, IOException {
    var tag = "\"" + video.sha256() + "\"";
    ctx.header("ETag", tag);
    ctx.header("Cache-Control", "no-cache");
    ctx.header("Accept-Ranges", "bytes");
    if (names(ctx.header("If-None-Match"), tag)) {
      ctx.status(304);
      return;
    }
    try (var channel = open(blobs, video)) {
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
      var container = container(recording);
      ctx.res().setCharacterEncoding(null);
      ctx.contentType(container.mediaType());
      ctx.header("Content-Disposition", disposition(recording.label(), container));
      if (range != null) {
        ctx.status(206);
        ctx.header(
            "Content-Range", "bytes %d-%d/%d".formatted(range.from(), range.to() - 1, length));
      }
      send(ctx, channel, range == null ? new ByteRange(0, length) : range);
    }
  }

  private static FileChannel open(Blobs blobs, BlobId video) throws ProblemException {
    try {
      return FileChannel.open(blobs.fetch(video), StandardOpenOption.READ);
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of(503, "Not here", "no node that is there has the video now; try again")
              .because("UNAVAILABLE"));
    }
  }

  private static boolean names(@Nullable String tags, String tag) {
    return tags != null && (tags.strip().equals("*") || tags.contains(tag));
  }

  private static Container container(RecordingState recording) {
    try {
      return Wanted.of(recording.wanted()).container();
    } catch (IllegalArgumentException _) {
      return Container.MP4; // of somebody who knows more than this node
    }
  }

  /** A file name as RFC 8187 writes it; what a browser makes of it is its own affair. */
  private static String disposition(String label, Container container) {
    var dot = label.lastIndexOf('.');
    var name = (dot > 0 ? label.substring(0, dot) : label) + "." + container.ending();
    return "inline; filename*=UTF-8''" + URLEncoder.encode(name, UTF_8).replace("+", "%20");
  }

  private static void send(Context ctx, FileChannel channel, ByteRange range) throws IOException {
    ctx.res().setContentLengthLong(range.to() - range.from());
    boolean isRead = !HeadRequests.isOne(ctx); // else the server leaves out what is written
    var out = ctx.res().getOutputStream();
    var buffer = ByteBuffer.allocate(BUFFER_BYTES);
    long at = range.from();
    while (at < range.to()) {
      buffer.clear().limit((int) Math.min(BUFFER_BYTES, range.to() - at));
      int read = isRead ? channel.read(buffer, at) : buffer.limit();
      if (read < 0) {
        throw new IOException("the video ends at %d, not at %d".formatted(at, range.to()));
      }
      out.write(buffer.array(), 0, read);
      at += read;
    }
  }
}
