package lotwatch.gateway.campus;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import lotwatch.gateway.lanes.Complaints;
import lotwatch.wire.proto.parking.ParkingServiceGrpc;
import lotwatch.wire.proto.parking.ParkingUpdateRequest;

/**
 * System A's backup, where another system runs it: it gets the updates that came here, in their
 * order, each again until it is taken. Nobody waits for it. What waits is in memory only: an update
 * is as safe as it is here without it.
 */
public final class BackupClient implements AutoCloseable {
  /** Updates that wait for the backup; the oldest are left out for newer ones. */
  public static final int QUEUE_MAX = 10_000;

  /** How long the backup may take for an answer. */
  public static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(5);

  /** Between two tries, growing up to this. */
  public static final Duration RETRY_WAIT_MAX = Duration.ofSeconds(30);

  private static final Duration RETRY_WAIT = Duration.ofMillis(500);
  private static final String ACK = "Backup ACK";

  /** With these an update may be taken later; with all others never. */
  private static final Set<Status.Code> LATER =
      Set.of(
          Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED, Status.Code.RESOURCE_EXHAUSTED);

  private static final System.Logger LOG = System.getLogger(BackupClient.class.getName());

  private final BackupSettings.Address address;
  private final BlockingQueue<ParkingUpdateRequest> waiting = new ArrayBlockingQueue<>(QUEUE_MAX);
  private final LongAdder leftOut = new LongAdder();
  private final Complaints complaints = new Complaints(LOG);
  private final ManagedChannel channel;
  private final Thread thread;
  private volatile boolean closed;

  /** Begins to speak to the backup there; it need not be up yet. */
  public BackupClient(BackupSettings.Address address) {
    this.address = address;
    channel = NettyChannelBuilder.forAddress(address.host(), address.port()).usePlaintext().build();
    thread = Thread.ofVirtual().name("campus-backup").start(this::run);
  }

  /** Queues an update; never waits. */
  void give(ParkingUpdateRequest update) {
    while (!waiting.offer(update)) {
      if (waiting.poll() != null) {
        leftOut.increment();
        complaints.say(
            "the backup at %s is behind by %d updates: the oldest are left out"
                .formatted(address, QUEUE_MAX));
      }
    }
  }

  /** Updates that wait for the backup now. */
  public int waiting() {
    return waiting.size();
  }

  /** Updates that the backup never gets, because too many waited or it refused them. */
  public long leftOut() {
    return leftOut.sum();
  }

  private void run() {
    try {
      while (!closed) {
        deliver(waiting.take());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void deliver(ParkingUpdateRequest update) throws InterruptedException {
    var wait = RETRY_WAIT;
    while (!closed) {
      try {
        var ack =
            ParkingServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(ANSWER_WAIT_MAX.toMillis(), MILLISECONDS)
                .update(update)
                .getAck();
        if (ack.equals(ACK)) {
          complaints.settled();
        } else {
          leftOut.increment();
          complaints.say("%s answers as no backup does".formatted(address));
          MILLISECONDS.sleep(RETRY_WAIT_MAX.toMillis());
        }
        return;
      } catch (StatusRuntimeException e) {
        var code = e.getStatus().getCode();
        if (!LATER.contains(code)) {
          leftOut.increment();
          complaints.say("the backup at %s refuses an update: %s".formatted(address, code));
          return;
        }
        complaints.say("the backup at %s does not answer: %s".formatted(address, code));
        MILLISECONDS.sleep(wait.toMillis());
        var longer = wait.multipliedBy(2);
        wait = longer.compareTo(RETRY_WAIT_MAX) < 0 ? longer : RETRY_WAIT_MAX;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    channel.shutdownNow();
  }
}
