package lotwatch.replica;

import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.util.Endpoint;
import java.time.Duration;
import lotwatch.ledger.Versions;
import lotwatch.wire.proto.Greeting;

/** A node that answers who it is, and takes nothing of the log. */
record Deaf(PeerServer server, int port) implements AutoCloseable {
  static Deaf at(String host, int port) throws ReplicaException {
    var wait = Duration.ofSeconds(1);
    var server =
        new PeerServer(
            new Endpoint(host, port),
            new Silence(wait, wait, wait, () -> 0),
            new MessageCheck(Configuration::new, () -> 0));
    server.answer(
        PeerQuestion.GREET,
        _ -> Greeting.newBuilder().setNewest(Versions.NEWEST).setName("deaf").build());
    server.open();
    return new Deaf(server, port);
  }

  @Override
  public void close() {
    server.close();
  }
}
