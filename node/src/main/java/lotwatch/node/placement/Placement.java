package lotwatch.node.placement;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import lotwatch.gateway.lanes.Complaints;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.NodeCommand;
import lotwatch.ledger.NodeCommand.Leave;
import lotwatch.ledger.NodeCommand.NodeHeartbeat;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.WorkerStatus;
import lotwatch.media.Cameras;
import org.jspecify.annotations.Nullable;

/**
 * Sends this node's heartbeats to the ledger, and runs the cameras that are assigned to it: a
 * thread of its own. A node whose heartbeats do not arrive runs none, because others take its
 * cameras over by then.
 */
public final class Placement implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("lotwatch.node");

  /** Three tries before others think that this node is gone. */
  private static final Duration HEARTBEAT_EVERY = NodeCommand.HEARTBEAT_WAIT_MAX.dividedBy(3);

  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final Duration LEAVE_WAIT_MAX = Duration.ofSeconds(1);

  private final NodeId self;
  private final Inbox inbox;
  private final EventLog eventLog;
  private final Cameras cameras;
  private final Supplier<Map<CameraId, CameraPlan>> plan;

  /** How each open camera was opened. */
  private final Map<CameraId, CameraPlan> open = new HashMap<>();

  private final Thread thread;
  private final Complaints complaints = new Complaints(LOG);
  private String page = "";
  private String address = "";

  /** When its last heartbeat that arrived began, by {@link System#nanoTime}; null before. */
  private volatile @Nullable Long heartbeatNanos;

  private volatile boolean closed;

  /**
   * One that has not begun.
   *
   * @param plan how each camera of the cluster is opened now
   */
  public Placement(
      NodeId self,
      Inbox inbox,
      EventLog eventLog,
      Cameras cameras,
      Supplier<Map<CameraId, CameraPlan>> plan) {
    this.self = self;
    this.inbox = inbox;
    this.eventLog = eventLog;
    this.cameras = cameras;
    this.plan = plan;
    this.thread = Thread.ofPlatform().daemon().name("placement").unstarted(this::run);
  }

  /**
   * Sends one heartbeat, and goes on in the background.
   *
   * @param page where this node's page is
   * @param address where the other nodes reach it
   */
  public void begin(String page, String address) {
    this.page = page;
    this.address = address;
    heartbeat();
    open();
    thread.start();
  }

  /** This node. */
  public NodeId self() {
    return self;
  }

  /** Whether the others may have taken its cameras over by now. */
  public boolean isLost() {
    var at = heartbeatNanos;
    return at == null || System.nanoTime() - at > NodeCommand.HEARTBEAT_WAIT_MAX.toNanos();
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(this, LOOK_EVERY.toNanos());
      var at = heartbeatNanos;
      if (at == null || System.nanoTime() - at >= HEARTBEAT_EVERY.toNanos()) {
        heartbeat();
      }
      openOrSay();
    }
  }

  /** A camera that cannot be opened must not keep the others closed. */
  private void openOrSay() {
    try {
      open();
    } catch (RuntimeException e) {
      LOG.log(WARNING, "a camera cannot be opened or closed", e);
    }
  }

  private void heartbeat() {
    long began = System.nanoTime();
    boolean wasLost = isLost();
    try {
      var workerStatus = new WorkerStatus(cameras.workers(), cameras.stuckWorkers());
      inbox.submit(
          new NodeHeartbeat(self, page, address, eventLog.view().sequence(), workerStatus), null);
      if (wasLost) {
        eventLog.catchUp(); // others may have been given its cameras meanwhile
      }
      heartbeatNanos = began;
      complaints.settled();
    } catch (UnavailableException e) {
      if (!closed) {
        complaints.say("the heartbeat of this node does not arrive: " + e.getMessage());
      }
    }
  }

  /** Opens and closes cameras until those that run are those that are assigned here. */
  private void open() {
    boolean lost = isLost();
    var planned = plan.get();
    var assigned = new TreeSet<CameraId>();
    for (var camera : eventLog.view().cameras()) {
      if (!lost && self.equals(camera.holder()) && planned.containsKey(camera.id())) {
        assigned.add(camera.id());
      }
    }
    for (var id : List.copyOf(cameras.ids())) {
      var key = new CameraId(id);
      if (!assigned.contains(key)) {
        LOG.log(INFO, "gives up camera {0}", id);
        cameras.remove(id);
      } else if (!Objects.equals(open.get(key), planned.get(key))) {
        LOG.log(INFO, "opens camera {0} anew, as it is configured now", id);
        cameras.remove(id);
      }
    }
    for (var id : assigned) {
      var camera = planned.get(id);
      if (camera != null && !closed && !cameras.ids().contains(id.value())) {
        cameras.add(camera.settings(), camera.spots());
        open.put(id, camera);
      }
    }
  }

  /** Lets the others take over at once, if they can be told in a second. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    var leaving =
        Thread.ofPlatform()
            .daemon()
            .name("leave")
            .start(() -> {
              try {
                inbox.submit(new Leave(self), null);
              } catch (UnavailableException e) {
                LOG.log(INFO, "leaves without a word: {0}", e.getMessage());
              }
            });
    try {
      leaving.join(LEAVE_WAIT_MAX);
      thread.join(LEAVE_WAIT_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
