package lotwatch.media.sight;

import org.jspecify.annotations.Nullable;

/** The network that ships, loaded when somebody first asks for it: without a camera nobody does. */
public final class ShippedNet implements AutoCloseable {
  private @Nullable SpotNet net;

  /** The network; the first call takes a while. */
  public synchronized SpotNet net() {
    if (net == null) {
      net = SpotNet.shipped();
    }
    return net;
  }

  @Override
  public synchronized void close() {
    if (net != null) {
      net.close();
      net = null;
    }
  }
}
