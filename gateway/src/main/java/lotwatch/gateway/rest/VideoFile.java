package lotwatch.gateway.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.RecordingState;
import lotwatch.wire.blobs.Blobs;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;
import lotwatch.wire.recordings.Wanted;
import lotwatch.wire.recordings.Wanted.Container;

/** The video of a recording as it is answered: all of it, or the range that is asked for. */
final class VideoFile {
  private VideoFile() {}

  /** Answers with the video, which never changes: its name is its hash. */
  static void answer(Context ctx, RecordingState recording, BlobId video, Blobs blobs)
      throws ProblemException, IOException {
    var container = container(recording);
    new ServedFile(
            "\"" + video.sha256() + "\"",
            container.mediaType(),
            disposition(recording.label(), container),
            new ServedFile.Kept(video, blobs))
        .answer(ctx, () -> open(blobs, video));
  }

  static FileChannel open(Blobs blobs, BlobId video) throws ProblemException {
    try {
      return FileChannel.open(blobs.fetch(video), StandardOpenOption.READ);
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of(503, "Not here", "no node that is there has the video now; try again")
              .because("UNAVAILABLE"));
    }
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
}
