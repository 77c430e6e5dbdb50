package lotwatch.recordings.guests;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.Steps;
import lotwatch.ledger.View;
import lotwatch.recordings.work.LedgerTasks;
import lotwatch.recordings.work.RecordingSteps;
import lotwatch.recordings.work.Worker;
import lotwatch.wire.recordings.GuestDesk;
import lotwatch.wire.recordings.Recheck;

/**
 * The guests that this node works with. Each is a worker in the ledger, for which this node leases
 * pieces, gives them to it, and looks at what comes back. A guest whose node is gone is taken over
 * by the one that leads: it would not come by itself.
 */
public final class GuestHouse implements GuestDesk, AutoCloseable {
  /** Guests that one node works with; each has two threads. */
  public static final int GUESTS_MAX = 200;

  private static final System.Logger LOG = System.getLogger("lotwatch.recordings");

  /** A guest in the ledger that was not heard for so long has no node. */
  private static final Duration ORPHAN = Duration.ofSeconds(25);

  private final Parts parts;
  private final Guest.Timing timing;
  private final Map<String, Served> served = new ConcurrentHashMap<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("guests").factory());
  private final ExecutorService visits = Executors.newVirtualThreadPerTaskExecutor();

  /** A guest and the worker that leases for it. */
  private record Served(Guest guest, Worker worker) implements AutoCloseable {
    @Override
    public void close() {
      worker.close();
      guest.close();
    }
  }

  /**
   * What it needs of its node.
   *
   * @param node its name
   * @param steps how pieces are prepared and looked at
   * @param self where guests that were another node's reach this one; empty if they cannot
   * @param term of our own leader
   * @param leads whether this node leads
   */
  public record Parts(
      String node,
      Inbox inbox,
      Supplier<View> view,
      RecordingSteps steps,
      Supplier<String> self,
      IntSupplier term,
      Supplier<Boolean> leads) {}

  /** Serves guests as they come. */
  public GuestHouse(Parts parts) {
    this(parts, Guest.Timing.USUAL);
  }

  GuestHouse(Parts parts, Guest.Timing timing) {
    this.parts = parts;
    this.timing = timing;
    long millis = timing.visit().toMillis();
    var _ = clock.scheduleWithFixedDelay(this::round, millis, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void came(String address, String self) {
    var known = served.get(address);
    if (known != null) {
      known.guest.reaches(self);
      return;
    }
    if (served.size() >= GUESTS_MAX) {
      LOG.log(WARNING, "guests are {0}, which is the limit: {1} gets nothing", GUESTS_MAX, address);
      return;
    }
    serve(address, self);
    tellAll();
  }

  private void serve(String address, String self) {
    var _ =
        served.computeIfAbsent(
            address,
            _ -> {
              LOG.log(INFO, "guest {0} gets pieces from this node", address);
              var guest = new Guest(address, self, parts.node(), timing);
              var tasks =
                  new LedgerTasks(
                      guest.name(),
                      List.of(Steps.SCALE),
                      parts.inbox(),
                      parts.view(),
                      Recheck.NONE); // what guests make is compared with the source
              var worker =
                  new Worker(
                      guest.name(),
                      guest::report,
                      new GuestTasks(guest, tasks),
                      Map.of(Steps.ENCODE, parts.steps().encodedBy(guest::encode)));
              worker.begin();
              visits.execute(() -> visit(guest));
              return new Served(guest, worker);
            });
  }

  /** As its own master does when one comes: each learns of all. */
  private void tellAll() {
    for (var each : served.values()) {
      var nodes = new ArrayList<>(served.keySet());
      visits.execute(() -> {
        try {
          each.guest.tellNodes(nodes);
        } catch (StatusRuntimeException e) {
          LOG.log(DEBUG, "guest {0}: {1}", each.guest.address(), e.getMessage());
        }
      });
    }
  }

  @Override
  public boolean reported(String shard, String address, boolean isDone) {
    var by = served.get(address);
    return by != null && by.guest.reported(shard, isDone);
  }

  @Override
  public void scored(String address, double load, double ioWait) {
    var by = served.get(address);
    if (by != null) {
      by.guest.scored(load, ioWait);
    }
  }

  private void round() {
    try {
      var view = parts.view().get();
      for (var each : served.values()) {
        if (each.guest.isLost() || isElsewhere(view, each.guest)) {
          leave(each);
        } else {
          visits.execute(() -> visit(each.guest));
        }
      }
      if (parts.leads().get()) {
        takeOver(view);
      }
    } catch (RuntimeException e) {
      LOG.log(WARNING, "guests are looked at again after a fault", e);
    }
  }

  private void visit(Guest guest) {
    try {
      guest.visit(parts.node(), parts.term().getAsInt());
    } catch (StatusRuntimeException e) {
      LOG.log(DEBUG, "guest {0} does not answer: {1}", guest.address(), e.getMessage());
    }
  }

  /** Whether it has gone to another node since. */
  private boolean isElsewhere(View view, Guest guest) {
    var worker = view.worker(guest.name());
    return worker != null
        && !worker.report().address().equals(guest.report().address())
        && worker.heardAt().isAfter(view.at().minus(timing.visit()));
  }

  private void leave(Served gone) {
    served.remove(gone.guest.address());
    LOG.log(INFO, "guest {0} gets nothing from this node any more", gone.guest.address());
    visits.execute(gone::close);
  }

  private void takeOver(View view) {
    var self = parts.self().get();
    for (var address : GuestDesk.addresses(view)) {
      var worker = view.worker(PREFIX + address);
      if (worker != null
          && !self.isEmpty()
          && !served.containsKey(address)
          && served.size() < GUESTS_MAX
          && worker.heardAt().isBefore(view.at().minus(ORPHAN))) {
        serve(address, self);
      }
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    visits.shutdownNow();
    served.values().forEach(Served::close);
    served.clear();
  }
}
