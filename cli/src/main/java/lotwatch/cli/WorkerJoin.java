package lotwatch.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.ffmpeg.FfmpegSearch;
import lotwatch.ledger.Steps;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.WorkerReport;
import lotwatch.recordings.remote.NodeCalls;
import lotwatch.recordings.remote.RemoteBlobs;
import lotwatch.recordings.remote.RemoteTasks;
import lotwatch.recordings.remote.WorkerFolder;
import lotwatch.recordings.work.FoundMedia;
import lotwatch.recordings.work.MachineLoad;
import lotwatch.recordings.work.RecordingSteps;
import lotwatch.recordings.work.WorkSettings;
import lotwatch.recordings.work.Worker;
import org.jspecify.annotations.Nullable;

/** A worker that is no node in this process, until Ctrl-C. */
final class WorkerJoin {
  /** How long what it has may take at Ctrl-C; then it is given back. */
  private static final Duration DRAIN_MAX = Duration.ofSeconds(60);

  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(2);

  private WorkerJoin() {}

  /**
   * What was asked for.
   *
   * @param nodes each {@code HOST:PORT} of a port of gRPC
   * @param data its folder
   * @param ffmpeg the one to use; null to look for one
   */
  record Wish(List<String> nodes, int slots, int threads, Path data, @Nullable Path ffmpeg) {}

  /** Works until it is told to stop. */
  static int run(Wish wish, PrintWriter out) throws Failure, InterruptedException {
    Logs.toStandardError();
    try (var folder = WorkerFolder.open(wish.data());
        var nodes = new NodeCalls(wish.nodes())) {
      var name = folder.name();
      var tasks = new RemoteTasks(name, Steps.ALL, nodes);
      var settings =
          new WorkSettings(
              wish.slots(), wish.threads(), Duration.ZERO, WorkSettings.DEFAULT.workerWait());
      var media = new FoundMedia(new FfmpegSearch(wish.ffmpeg(), Ffmpeg.defaultCache()));
      var steps =
          new RecordingSteps(media, new RemoteBlobs(folder, nodes), settings, () -> true).all();
      var self = new AtomicReference<@Nullable Worker>();
      var load = new MachineLoad(wish.data(), () -> busy(self.get()));
      Supplier<WorkerReport> report = () -> new WorkerReport(host(), wish.slots(), load.now());
      var stop = new CountDownLatch(1);
      try (var _ = Signals.on(stop::countDown)) {
        if (!join(tasks, report, out, stop)) {
          return Exit.OK;
        }
        out.printf(
            "worker %s works for %s, %d at a time  (Ctrl-C stops it)%n",
            name, nodes.address(), wish.slots());
        try (var worker = new Worker(name, report, tasks, steps)) {
          self.set(worker);
          worker.begin();
          stop.await();
          out.println("ending what it has; Ctrl-C again ends at once");
          tasks.leave();
          drain(worker);
          out.printf("did %d, could not do %d%n", worker.done(), worker.failed());
        }
      }
      return Exit.OK;
    } catch (IOException e) {
      throw new Failure(Exit.UNAVAILABLE, String.valueOf(e.getMessage()));
    }
  }

  /** Waits until a node answers; false if it is to stop before. */
  private static boolean join(
      RemoteTasks tasks, Supplier<WorkerReport> report, PrintWriter out, CountDownLatch stop)
      throws InterruptedException {
    var said = "";
    do {
      try {
        var _ = tasks.renew(report.get(), List.of());
        return true;
      } catch (UnavailableException e) {
        var why = "no node yet: " + e.getMessage();
        if (!why.equals(said)) {
          out.println(why);
        }
        said = why;
      }
    } while (!stop.await(FIRST_WAIT.toMillis(), TimeUnit.MILLISECONDS));
    return false;
  }

  private static void drain(Worker worker) throws InterruptedException {
    long deadline = System.nanoTime() + DRAIN_MAX.toNanos();
    while (worker.busy() > 0 && System.nanoTime() - deadline < 0) {
      Thread.sleep(LOOK);
    }
  }

  private static int busy(@Nullable Worker worker) {
    return worker == null ? 0 : worker.busy();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "unknown";
    }
  }
}
