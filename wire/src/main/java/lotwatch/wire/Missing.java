package lotwatch.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A service of our own that should be there and is not heard.
 *
 * @param service such as {@code node/n2} or {@code worker/n2-1}
 * @param address where the other nodes reach its node, as {@code HOST:PORT}
 * @param heardAt when it was last heard; null if not since this node started
 */
public record Missing(String service, String address, @Nullable Instant heardAt) {
  /** Begins the names of nodes. */
  public static final String NODE = "node/";

  /** Whether it is a node, else one of its workers. */
  public boolean isNode() {
    return service.startsWith(NODE);
  }

  /** The node's name, or its address where no name is known; for a worker that of the worker. */
  public String name() {
    return service.substring(service.indexOf('/') + 1);
  }
}
