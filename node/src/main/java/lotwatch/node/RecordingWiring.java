package lotwatch.node;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import lotwatch.ffmpeg.FfmpegException;
import lotwatch.ffmpeg.FfmpegSearch;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.encode.EncodeServices;
import lotwatch.gateway.uploads.Uploads;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.Steps;
import lotwatch.ledger.WorkerReport;
import lotwatch.node.config.Config;
import lotwatch.recordings.media.Limits;
import lotwatch.recordings.media.MediaException;
import lotwatch.recordings.media.Sandbox;
import lotwatch.recordings.play.HlsCache;
import lotwatch.recordings.work.LedgerTasks;
import lotwatch.recordings.work.MachineLoad;
import lotwatch.recordings.work.RecordingSteps;
import lotwatch.recordings.work.Worker;
import lotwatch.replica.Replica;
import lotwatch.replica.blobs.KeptBlobs;
import org.jspecify.annotations.Nullable;

/** Where recordings meet the ledger, the disk and ffmpeg. */
final class RecordingWiring {
  private final Config config;
  private final Replica replica;
  private final KeptBlobs blobs;
  private final Uploads uploads;
  private final Media media;

  private RecordingWiring(
      Config config, Replica replica, KeptBlobs blobs, Uploads uploads, Media media) {
    this.config = config;
    this.replica = replica;
    this.blobs = blobs;
    this.uploads = uploads;
    this.media = media;
  }

  /**
   * Opens the blobs of a node.
   *
   * @param ffmpeg is looked for when there is something to do
   */
  static RecordingWiring open(
      Config config,
      Replica replica,
      Gate gate,
      InstantSource clock,
      FfmpegSearch ffmpeg,
      Opened opened)
      throws IOException {
    var blobs =
        opened.add(
            KeptBlobs.open(
                config.node().data(),
                config.recordings().blobs(),
                new KeptBlobs.Parts(
                    new NodeId(config.replica().name()),
                    replica,
                    replica,
                    replica.blobs(),
                    clock)));
    return new RecordingWiring(
        config, replica, blobs, new Uploads(gate, replica, blobs), new Media(ffmpeg));
  }

  KeptBlobs blobs() {
    return blobs;
  }

  Uploads uploads() {
    return uploads;
  }

  /** What is made for players of HLS. */
  HlsCache hls(Opened opened, MeterRegistry registry) {
    var hls = opened.add(new HlsCache(media, blobs, config.recordings().hls()));
    Gauge.builder("lotwatch.hls.bytes", hls, HlsCache::bytes)
        .description("bytes of the videos that are ready for players of HLS on this node")
        .register(registry);
    return hls;
  }

  /** What the services of system D need. */
  EncodeServices.Parts services(Gate gate, String host) {
    return new EncodeServices.Parts(
        gate,
        replica,
        uploads,
        blobs,
        new EncodeServices.Self(
            host,
            config.node().data(),
            () -> new EncodeServices.Election(replica.leader() != null, replica.term())));
  }

  /** The worker within this node, which begins at once; none if it has no slots. */
  void work(Inbox inbox, Opened opened, MeterRegistry registry) {
    count(registry);
    var settings = config.recordings().work();
    if (settings.slots() == 0) {
      return;
    }
    var name = config.replica().name();
    var self = new AtomicReference<@Nullable Worker>();
    var load = new MachineLoad(config.node().data(), () -> busy(self.get()));
    var worker =
        opened.add(
            new Worker(
                name,
                () -> new WorkerReport(replica.address(), settings.slots(), load.now()),
                new LedgerTasks(name, Steps.ALL, inbox, replica::view),
                new RecordingSteps(media, blobs, settings).all()));
    self.set(worker);
    worker.begin();
    Gauge.builder("lotwatch.work.busy", worker, Worker::busy)
        .description("tasks of recordings that this node does now")
        .register(registry);
    FunctionCounter.builder("lotwatch.work.done", worker, Worker::done)
        .description("tasks of recordings that this node has done")
        .register(registry);
    FunctionCounter.builder("lotwatch.work.failed", worker, Worker::failed)
        .description("tasks of recordings that came to nothing at this node")
        .register(registry);
  }

  private static int busy(@Nullable Worker worker) {
    return worker == null ? 0 : worker.busy();
  }

  private void count(MeterRegistry registry) {
    Gauge.builder("lotwatch.work.waiting", replica, it -> it.view().waitingTasks())
        .description("tasks of recordings that nobody does yet")
        .register(registry);
    Gauge.builder("lotwatch.blobs", blobs, KeptBlobs::count)
        .description("blobs on this node's disk")
        .register(registry);
    Gauge.builder("lotwatch.blobs.bytes", blobs, KeptBlobs::bytes)
        .description("bytes of the blobs on this node's disk")
        .register(registry);
    Gauge.builder("lotwatch.blobs.bytes.max", blobs, KeptBlobs::bytesMax)
        .description("bytes of blobs that this node keeps at most")
        .register(registry);
    Gauge.builder("lotwatch.blobs.under.replicated", blobs, KeptBlobs::underReplicated)
        .description("blobs in use with fewer copies than wanted")
        .register(registry);
    FunctionCounter.builder("lotwatch.blobs.damaged", blobs, KeptBlobs::damaged)
        .description("files of blobs on this node's disk that were found to be damaged")
        .register(registry);
  }

  /** Looks for ffmpeg and a sandbox when there is something to do. */
  private static final class Media implements RecordingSteps.Media {
    private final FfmpegSearch ffmpeg;
    private lotwatch.recordings.media.@Nullable Steps found;

    Media(FfmpegSearch ffmpeg) {
      this.ffmpeg = ffmpeg;
    }

    @Override
    public synchronized lotwatch.recordings.media.Steps steps()
        throws MediaException, InterruptedException {
      var steps = found;
      if (steps == null) {
        try {
          steps =
              new lotwatch.recordings.media.Steps(Sandbox.find(ffmpeg.ffmpeg(), Limits.STANDARD));
        } catch (FfmpegException e) {
          throw new MediaException(MediaException.Kind.MACHINE, String.valueOf(e.getMessage()));
        }
        found = steps;
      }
      return steps;
    }
  }
}
