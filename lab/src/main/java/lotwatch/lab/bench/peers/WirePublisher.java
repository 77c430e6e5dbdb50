package lotwatch.lab.bench.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A publisher on one connection that waits for no answer. */
final class WirePublisher implements Publisher {
  private static final int BUFFER_BYTES = 64 << 10;

  private final Wire wire;
  private final SocketChannel channel;
  private final Selector writable;
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private byte[] prepared = {};

  WirePublisher(Wire wire, InetSocketAddress at) throws IOException {
    this.wire = wire;
    channel = SocketChannel.open();
    writable = Selector.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(at);
      channel.configureBlocking(false);
      channel.register(writable, SelectionKey.OP_WRITE);
      write(wire.connect());
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  @Override
  public void prepare(int number) throws IOException {
    receive();
    prepared = wire.publish(number);
  }

  @Override
  public void publish() throws IOException {
    write(prepared);
  }

  private void write(byte[] words) throws IOException {
    out.clear().put(words).flip();
    channel.write(out);
    while (out.hasRemaining()) {
      receive(); // or each would wait for the other
      writable.select(1);
      writable.selectedKeys().clear();
      channel.write(out);
    }
  }

  /** Takes the answers that are there. */
  private void receive() throws IOException {
    if (channel.read(in) < 0) {
      throw new IOException("the publisher is cut off");
    }
    in.flip();
    for (var message = wire.answered(in); message != null; message = wire.answered(in)) {
      if (message instanceof Message.Asked asked) {
        write(asked.answer());
      }
    }
    in.compact();
  }

  @Override
  public void close() throws IOException {
    writable.close();
    channel.close();
  }
}
