package lotwatch.lab.bench.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A subscriber with a connection of its own. Used by the thread of its {@link SubscriberLoop}. */
final class WireSubscriber extends PeerSubscriber {
  /**
   * What the system keeps for a subscriber that does not read; it doubles it. The same for all, so
   * that the servers' buffers fill equally soon.
   */
  static final int RECEIVE_BUFFER_BYTES = 64 << 10;

  private final Wire wire;
  private final SocketChannel channel;
  private final SelectionKey key;
  private byte[] rest = {};

  WireSubscriber(Audience audience, Wire wire, InetSocketAddress at, Selector selector)
      throws IOException {
    super(audience);
    this.wire = wire;
    channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(at);
      channel.write(ByteBuffer.wrap(wire.subscribe()));
      channel.configureBlocking(false);
      key = channel.register(selector, SelectionKey.OP_READ, this);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  void reading(boolean on) {
    if (key.isValid()) {
      key.interestOps(on ? SelectionKey.OP_READ : 0);
    }
  }

  /**
   * Reads what is there.
   *
   * @param in shared by all of a loop; empty
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
      for (var message = wire.told(in); message != null; message = wire.told(in)) {
        take(message, now);
      }
      if (in.remaining() == in.capacity()) {
        throw new IOException("a message is longer than " + in.capacity() + " bytes");
      }
      if (in.hasRemaining() || rest.length > 0) {
        rest = new byte[in.remaining()];
        in.get(rest);
      }
    } catch (IOException | RuntimeException e) { // whatever it said, it is not to end the loop
      end(String.valueOf(e.getMessage()));
    }
  }

  private void take(Message message, long nanos) throws IOException {
    switch (message) {
      case Message.Published published -> received(published.number(), nanos);
      case Message.Ready _ -> ready();
      case Message.Asked asked -> channel.write(ByteBuffer.wrap(asked.answer()));
      case Message.Batch batch -> {
        for (var each : batch.messages()) {
          take(each, nanos);
        }
      }
      case Message.Aside _ -> {}
    }
  }

  /**
   * Leaves with a reset, so that no server tells one for a while that may only have fallen silent.
   */
  @Override
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
