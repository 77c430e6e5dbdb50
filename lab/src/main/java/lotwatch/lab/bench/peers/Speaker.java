package lotwatch.lab.bench.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;

/** The publisher: one connection, at a fixed rate, waiting for no answer. Used by one thread. */
final class Speaker implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;

  private final Wire wire;
  private final SocketChannel channel;
  private final Selector writable;
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private int number;

  Speaker(Wire wire, InetSocketAddress at) throws IOException {
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

  /** The number of the next event. */
  int next() {
    return number + 1;
  }

  /**
   * Publishes all of a round. An event counts as sent when it was written, or, if the one before
   * was not taken in time, when it should have been.
   *
   * @return the longest time that one was not taken, in nanoseconds
   */
  long speak(Round round, double perSecond) throws IOException {
    long everyNanos = Math.round(1e9 / perSecond);
    long due = System.nanoTime();
    long written = due;
    long longest = 0;
    for (int i = 0; i < round.count(); i++) {
      due += everyNanos;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      receive();
      var words = wire.publish(++number);
      long now = System.nanoTime();
      round.sent(number, written - due > 0 ? due : now);
      write(words);
      written = System.nanoTime();
      longest = Math.max(longest, written - now);
    }
    return longest;
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
