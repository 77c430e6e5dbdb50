package lotwatch.replica.link;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;

/**
 * How two nodes know each other: not at all yet. The one place where certificates will be read for
 * mutual TLS.
 */
public final class LinkCredentials {
  private LinkCredentials() {}

  /** Those of the node that is called. */
  public static ServerCredentials server() {
    return InsecureServerCredentials.create();
  }

  /** Those of the node that calls. */
  public static ChannelCredentials channel() {
    return InsecureChannelCredentials.create();
  }
}
