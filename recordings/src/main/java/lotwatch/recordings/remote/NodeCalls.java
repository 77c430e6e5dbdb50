package lotwatch.recordings.remote;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import lotwatch.ledger.UnavailableException;
import org.jspecify.annotations.Nullable;

/** Calls to one of several nodes: to the same one until it does not answer, then to the next. */
public final class NodeCalls implements AutoCloseable {
  /** Addresses that are tried. */
  public static final int NODES_MAX = 16;

  private static final System.Logger LOG = System.getLogger("lotwatch.recordings");

  private final List<String> addresses;
  private final ReentrantLock lock = new ReentrantLock();
  private int current;
  private @Nullable ManagedChannel channel;
  private String lastRefusal = "";

  /**
   * @param addresses each {@code HOST:PORT} of a port of gRPC, at least one
   */
  public NodeCalls(List<String> addresses) {
    this.addresses = List.copyOf(addresses);
    if (addresses.isEmpty() || addresses.size() > NODES_MAX) {
      throw new IllegalArgumentException(
          "nodes are %d, the limits are 1 and %d".formatted(addresses.size(), NODES_MAX));
    }
  }

  /**
   * One call.
   *
   * @param <T> what is answered
   */
  @FunctionalInterface
  interface Call<T> {
    /** Makes it. */
    T make(ManagedChannel channel);
  }

  /** How many nodes there are to try. */
  int size() {
    return addresses.size();
  }

  /** The node that is asked now. */
  public String address() {
    lock.lock();
    try {
      return addresses.get(current);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Asks the node of the moment.
   *
   * @throws UnavailableException if it does not answer, or refuses; the next call goes to another
   */
  <T> T ask(Call<T> call) throws UnavailableException {
    var asked = channel();
    try {
      return call.make(asked);
    } catch (StatusRuntimeException e) {
      throw failed(asked, e);
    }
  }

  private ManagedChannel channel() {
    lock.lock();
    try {
      var open = channel;
      if (open == null) {
        open =
            NettyChannelBuilder.forTarget("dns:///" + addresses.get(current))
                .usePlaintext()
                .build();
        channel = open;
      }
      return open;
    } finally {
      lock.unlock();
    }
  }

  /** Says why a call failed; the next one goes to the next node unless it would say the same. */
  UnavailableException failed(ManagedChannel asked, StatusRuntimeException why) {
    var status = why.getStatus();
    var said = "%s: %s".formatted(address(), text(status));
    switch (status.getCode()) {
      case PERMISSION_DENIED, INVALID_ARGUMENT, FAILED_PRECONDITION, UNIMPLEMENTED -> {
        if (!said.equals(lastRefusal)) {
          LOG.log(WARNING, "the node refuses: {0}", said);
        }
        lastRefusal = said;
      }
      case CANCELLED -> {} // by who waits for it
      default -> next(asked, said);
    }
    return new UnavailableException(said, true);
  }

  private static String text(Status status) {
    var description = status.getDescription();
    return description == null ? status.getCode().name() : description;
  }

  private void next(ManagedChannel asked, String why) {
    lock.lock();
    try {
      if (asked.equals(channel)) {
        asked.shutdown();
        channel = null;
        current = (current + 1) % addresses.size();
        LOG.log(INFO, "{0}; {1} is asked next", why, addresses.get(current));
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (channel != null) {
        channel.shutdownNow();
        channel = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
