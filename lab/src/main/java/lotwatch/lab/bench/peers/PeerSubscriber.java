package lotwatch.lab.bench.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One subscriber. Used by the thread of its {@link SubscriberLoop}; the counts are for all. */
final class PeerSubscriber {
  /**
   * What the system keeps for a subscriber that does not read; it doubles it. The same for all, so
   * that the servers' buffers fill equally soon.
   */
  static final int RECEIVE_BUFFER_BYTES = 64 << 10;

  private final Audience audience;
  private final SocketChannel channel;
  private final SelectionKey key;
  private byte[] rest = {};
  private volatile boolean stalled;
  private volatile int received;
  private volatile int last;
  private volatile String end = "";

  PeerSubscriber(Audience audience, InetSocketAddress at, Selector selector) throws IOException {
    this.audience = audience;
    channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(at);
      channel.write(ByteBuffer.wrap(audience.wire().subscribe()));
      channel.configureBlocking(false);
      key = channel.register(selector, SelectionKey.OP_READ, this);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Stops reading. */
  void stall() {
    stalled = true;
    if (key.isValid()) {
      key.interestOps(0);
    }
  }

  /** Goes on reading; what it hears so late is no measure of anything. */
  void goOn() {
    if (key.isValid()) {
      key.interestOps(SelectionKey.OP_READ);
    }
  }

  /** How many events it heard. */
  int received() {
    return received;
  }

  /** The newest that it heard. */
  int last() {
    return last;
  }

  /** Why it hears no more; empty if it does. */
  String end() {
    return end;
  }

  /**
   * Reads what is there.
   *
   * @param in shared by all of a listener; empty
   */
  void read(ByteBuffer in) {
    try {
      in.clear().put(rest);
      int count = channel.read(in);
      long now = System.nanoTime();
      if (count < 0) {
        end("cut off");
        return;
      }
      in.flip();
      for (var message = audience.wire().told(in); message != null; ) {
        take(message, now);
        message = audience.wire().told(in);
      }
      if (in.remaining() == in.capacity()) {
        throw new IOException("a message is longer than " + in.capacity() + " bytes");
      }
      if (in.hasRemaining() || rest.length > 0) {
        rest = new byte[in.remaining()];
        in.get(rest);
      }
    } catch (IOException e) {
      end(String.valueOf(e.getMessage()));
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private void take(Message message, long nanos) throws IOException {
    switch (message) {
      case Message.Published published -> {
        if (published.number() <= last) {
          throw new IOException("event %d comes after %d".formatted(published.number(), last));
        }
        received++;
        last = published.number();
        if (!stalled) {
          audience.received(last, nanos);
        }
      }
      case Message.Ready _ -> audience.ready();
      case Message.Asked asked -> channel.write(ByteBuffer.wrap(asked.answer()));
      case Message.Aside _ -> {}
    }
  }

  private void end(String why) {
    close();
    end = why;
  }

  /**
   * Leaves with a reset, so that no server tells one for a while that may only have fallen silent.
   */
  void close() {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException _) {
      // it is closed already
    }
    try {
      channel.close();
    } catch (IOException _) {
      // it is gone either way
    }
  }
}
