package lotwatch.lab.bench.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;

/** A system whose few messages we write and read ourselves. */
interface WireBroker extends Broker {
  /** How one speaks with it. */
  Wire wire();

  /** Where publishers connect. */
  InetSocketAddress publishers();

  /** Where subscribers connect. */
  InetSocketAddress subscribers();

  @Override
  default PeerSubscriber join(Audience audience, Selector selector) throws IOException {
    return new WireSubscriber(audience, wire(), subscribers(), selector);
  }

  @Override
  default Publisher publisher() throws IOException {
    return new WirePublisher(wire(), publishers());
  }
}
