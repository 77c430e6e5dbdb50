package lotwatch.node;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.Steps;
import lotwatch.ledger.View;
import lotwatch.ledger.WorkerReport;
import lotwatch.recordings.media.Limits;
import lotwatch.recordings.media.Sandbox;
import lotwatch.recordings.work.LedgerTasks;
import lotwatch.recordings.work.MachineLoad;
import lotwatch.recordings.work.RecordingSteps;
import lotwatch.recordings.work.StepWork;
import lotwatch.recordings.work.WorkSettings;
import lotwatch.recordings.work.Worker;
import lotwatch.ffmpeg.FfmpegSearch;
import lotwatch.wire.blobs.Blobs;

/** Where the work on recordings meets the ledger, the blobs and ffmpeg. */
final class RecordingWiring {
  private RecordingWiring() {}

  /** What this needs of the rest of the node. */
  record Parts(
      String node, String address, Inbox inbox, View view, Blobs blobs, FfmpegSearch ffmpeg) {}

  /** The worker within this node, which is not begun yet. */
  static Worker worker(WorkSettings settings, Parts parts, java.nio.file.Path data) {
    var holder = new java.util.concurrent.atomic.AtomicReference<Worker>();
    var load = new MachineLoad(data, () -> holder.get().busy());
    var worker =
        new Worker(
            parts.node,
            () -> new WorkerReport(parts.address, settings.slots(), load.now()),
            new LedgerTasks(parts.node, Steps.ALL, parts.inbox, parts.view),
            Map.of());
    holder.set(worker);
    return worker;
  }
}
