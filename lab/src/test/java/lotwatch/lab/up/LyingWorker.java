package lotwatch.lab.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.ffmpeg.FfmpegSearch;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.Steps;
import lotwatch.ledger.WorkerReport;
import lotwatch.recordings.remote.NodeCalls;
import lotwatch.recordings.remote.RemoteBlobs;
import lotwatch.recordings.remote.RemoteTasks;
import lotwatch.recordings.remote.WorkerFolder;
import lotwatch.recordings.work.FoundMedia;
import lotwatch.recordings.work.RecordingSteps;
import lotwatch.recordings.work.WorkSettings;
import lotwatch.recordings.work.Worker;
import lotwatch.wire.blobs.Blobs;
import lotwatch.wire.blobs.BlobsFullException;
import lotwatch.wire.blobs.Space;

/**
 * A worker that joins as {@code lotwatch worker --join} does, and gives pieces of the right codec,
 * size, frames and times whose colours are turned round; a process of its own. Arguments: the port
 * of gRPC, and its folder.
 */
public final class LyingWorker {
  private LyingWorker() {}

  /** Works until it is killed. */
  public static void main(String[] args) throws Exception {
    var ffmpeg = Ffmpeg.find(null, Ffmpeg.defaultCache());
    try (var folder = WorkerFolder.open(Path.of(args[1]));
        var nodes = new NodeCalls(List.of("127.0.0.1:" + args[0]))) {
      var steps =
          new RecordingSteps(
              new FoundMedia(new FfmpegSearch(ffmpeg)),
              new TurnedRound(new RemoteBlobs(folder, nodes), ffmpeg),
              WorkSettings.DEFAULT,
              () -> false);
      var tasks = new RemoteTasks(folder.name(), List.of(Steps.ENCODE), nodes);
      var report = new WorkerReport("a liar", 1, 0);
      try (var worker = new Worker(folder.name(), () -> report, tasks, steps.all())) {
        worker.begin();
        System.out.println("worker " + folder.name());
        Thread.currentThread().join();
      }
    }
  }

  /** Blobs of which what is kept is not what was made. */
  private record TurnedRound(Blobs real, Ffmpeg ffmpeg) implements Blobs {
    @Override
    public BlobId keep(Path file) throws IOException {
      var other = file.resolveSibling("other.nut");
      var words =
          List.of(
              "-v",
              "error",
              "-copyts",
              "-i",
              file.toString(),
              "-vf",
              "negate",
              "-fps_mode",
              "passthrough",
              "-enc_time_base",
              "demux",
              "-c:v",
              "libx264",
              "-preset",
              "ultrafast",
              "-f",
              "nut",
              other.toString());
      var process = ffmpeg.command(words).inheritIO().start();
      try {
        if (process.waitFor() != 0) {
          throw new IOException("no lie came of it");
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
      return real.keep(file);
    }

    @Override
    public Path folder(String name) throws IOException {
      return real.folder(name);
    }

    @Override
    public void need(List<BlobId> blobs) throws IOException {
      real.need(blobs);
    }

    @Override
    public Path fetch(BlobId blob) throws IOException {
      return real.fetch(blob);
    }

    @Override
    public void suspect(BlobId blob) {
      real.suspect(blob);
    }

    @Override
    public Space reserve(long bytes) throws BlobsFullException {
      return real.reserve(bytes);
    }
  }
}
