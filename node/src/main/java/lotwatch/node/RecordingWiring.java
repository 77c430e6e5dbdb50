package lotwatch.node;

import io.grpc.BindableService;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import lotwatch.ffmpeg.FfmpegSearch;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.encode.EncodeServices;
import lotwatch.gateway.uploads.Uploads;
import lotwatch.gateway.work.WorkerLinkService;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.Steps;
import lotwatch.ledger.WorkerReport;
import lotwatch.node.config.Config;
import lotwatch.recordings.guests.GuestHouse;
import lotwatch.recordings.play.PlaybackCache;
import lotwatch.recordings.work.FoundMedia;
import lotwatch.recordings.work.LedgerTasks;
import lotwatch.recordings.work.MachineLoad;
import lotwatch.recordings.work.RecordingSteps;
import lotwatch.recordings.work.WaitLimit;
import lotwatch.recordings.work.Worker;
import lotwatch.replica.Replica;
import lotwatch.replica.blobs.KeptBlobs;
import lotwatch.replica.blobs.NodeBlobs;
import lotwatch.replica.blobs.StoredBlobs;
import lotwatch.s3.S3Store;
import lotwatch.wire.recordings.GuestDesk;
import org.jspecify.annotations.Nullable;

/** Where recordings meet the ledger, the disk and ffmpeg. */
final class RecordingWiring {
  private final Config config;
  private final Replica replica;
  private final NodeBlobs blobs;
  private final Uploads uploads;
  private final FoundMedia media;
  private final RecordingSteps steps;
  private final GuestHouse guests;

  /** Where guests of another node reach this one; known when the ports are open. */
  private final AtomicReference<String> reached = new AtomicReference<>("");

  private RecordingWiring(
      Config config,
      Replica replica,
      NodeBlobs blobs,
      Uploads uploads,
      Inbox inbox,
      FfmpegSearch ffmpeg) {
    this.config = config;
    this.replica = replica;
    this.blobs = blobs;
    this.uploads = uploads;
    var settings = config.recordings().work();
    media = new FoundMedia(ffmpeg);
    steps =
        new RecordingSteps(
            media,
            blobs,
            settings,
            () -> settings.slots() == 0 || !GuestDesk.addresses(replica.view()).isEmpty());
    guests =
        new GuestHouse(
            new GuestHouse.Parts(
                config.replica().name(),
                inbox,
                replica::view,
                steps,
                reached::get,
                () -> (int) Math.min(Integer.MAX_VALUE, replica.term()),
                replica::leading));
  }

  /**
   * Opens the blobs of a node.
   *
   * @param ffmpeg is looked for when there is something to do
   */
  static RecordingWiring open(
      Config config,
      Replica replica,
      Inbox inbox,
      Gate gate,
      FfmpegSearch ffmpeg,
      InstantSource clock,
      Opened opened)
      throws IOException {
    var blobs = opened.add(blobs(config, replica, clock));
    var uploads = new Uploads(gate, replica, blobs);
    var wiring = new RecordingWiring(config, replica, blobs, uploads, inbox, ffmpeg);
    opened.add(wiring.guests);
    return wiring;
  }

  private static NodeBlobs blobs(Config config, Replica replica, InstantSource clock)
      throws IOException {
    var self = new NodeId(config.replica().name());
    var data = config.node().data();
    var settings = config.recordings().blobs();
    var store = config.recordings().store();
    return store.isPresent()
        ? StoredBlobs.open(
            data,
            settings,
            S3Store.open(store.get()),
            new StoredBlobs.Parts(self, replica, replica, clock))
        : KeptBlobs.open(
            data, settings, new KeptBlobs.Parts(self, replica, replica, replica.blobs(), clock));
  }

  NodeBlobs blobs() {
    return blobs;
  }

  Uploads uploads() {
    return uploads;
  }

  /** What is made for players. */
  PlaybackCache playback(Opened opened, MeterRegistry registry) {
    var playback = opened.add(new PlaybackCache(media, blobs, config.recordings().playback()));
    Gauge.builder("lotwatch.hls.bytes", playback, PlaybackCache::bytes)
        .description("bytes of what is ready for players of videos on this node")
        .register(registry);
    return playback;
  }

  /** The services of system D, and the one of our own workers that are no nodes. */
  List<BindableService> services(Gate gate, String host) {
    var parts =
        new EncodeServices.Parts(
            gate,
            replica,
            uploads,
            blobs,
            guests,
            new EncodeServices.Self(
                host,
                config.node().data(),
                () -> new EncodeServices.Election(replica.leader() != null, replica.term())));
    var services = new ArrayList<>(EncodeServices.of(parts));
    services.add(new WorkerLinkService(gate, replica, blobs, config.recordings().recheck()));
    return services;
  }

  /** Guests whose node is gone can be taken over from now on: they reach this node there. */
  void reachedAt(String host, List<Integer> ports) {
    if (!ports.isEmpty()) {
      reached.set(host + ":" + ports.getFirst());
    }
  }

  /**
   * The worker within this node, which begins at once. Without slots it leaves the encoding to
   * others, and cuts and joins: guests cannot. What two workers made differently it encodes all the
   * same: those who join have no say in it.
   */
  void work(Inbox inbox, Opened opened, MeterRegistry registry) {
    count(registry);
    int slots = config.recordings().work().slots();
    var kinds = new ArrayList<>(Steps.ALL);
    kinds.add(Steps.SETTLE);
    if (slots == 0) {
      kinds.remove(Steps.ENCODE);
    }
    var name = config.replica().name();
    var self = new AtomicReference<@Nullable Worker>();
    var load = new MachineLoad(config.node().data(), () -> busy(self.get()));
    var worker =
        opened.add(
            new Worker(
                name,
                () -> new WorkerReport(replica.address(), Math.max(1, slots), load.now()),
                new LedgerTasks(name, kinds, inbox, replica::view, config.recordings().recheck()),
                steps.all()));
    self.set(worker);
    worker.begin();
    opened
        .add(
            new WaitLimit(
                inbox, replica::view, replica::leading, config.recordings().work().workerWait()))
        .begin();
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
    Gauge.builder("lotwatch.blobs", blobs, NodeBlobs::count)
        .description("blobs on this node's disk")
        .register(registry);
    Gauge.builder("lotwatch.blobs.bytes", blobs, NodeBlobs::bytes)
        .description("bytes of the blobs on this node's disk")
        .register(registry);
    Gauge.builder("lotwatch.blobs.bytes.max", blobs, NodeBlobs::bytesMax)
        .description("bytes of blobs that this node keeps at most")
        .register(registry);
    Gauge.builder("lotwatch.blobs.under.replicated", blobs, NodeBlobs::underReplicated)
        .description("blobs in use with fewer copies than wanted")
        .register(registry);
    FunctionCounter.builder("lotwatch.blobs.damaged", blobs, NodeBlobs::damaged)
        .description("files of blobs on this node's disk that were found to be damaged")
        .register(registry);
  }
}
