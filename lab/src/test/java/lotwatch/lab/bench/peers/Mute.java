package lotwatch.lab.bench.peers;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.OptionalLong;

/** A peer that takes events and no subscribers. */
final class Mute implements Broker {
  @Override
  public String name() {
    return "mute";
  }

  @Override
  public String about() {
    return "takes nobody";
  }

  @Override
  public PeerSubscriber join(Audience audience, Selector selector) throws IOException {
    throw new IOException("full");
  }

  @Override
  public Publisher publisher() {
    return new Publisher() {
      @Override
      public void prepare(int number) {}

      @Override
      public void publish() {}

      @Override
      public void close() {}
    };
  }

  @Override
  public OptionalLong dropped() {
    return OptionalLong.empty();
  }

  @Override
  public void close() {}
}
