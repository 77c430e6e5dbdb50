package lotwatch.gateway.stream.socket;

/** A client in one namespace. */
public final class Visitor {
  private final Client client;
  private final String namespace;
  private volatile boolean gone;

  Visitor(Client client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** Sends a packet that {@link SocketPacket#event} made; never waits. */
  public void send(String packet) {
    if (!gone) {
      client.send(packet);
    }
  }

  /** The namespace it is in. */
  String namespace() {
    return namespace;
  }

  /** Whether it has left. */
  public boolean isGone() {
    return gone;
  }

  void go() {
    gone = true;
  }
}
