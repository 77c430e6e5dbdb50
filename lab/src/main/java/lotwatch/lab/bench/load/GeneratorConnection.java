package lotwatch.lab.bench.load;

import static java.nio.channels.SelectionKey.OP_CONNECT;
import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;
import static java.util.Objects.requireNonNull;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection of a generator, with at most one request under way. Used by one thread. */
final class GeneratorConnection {
  private final Exchange exchange;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final ByteBuffer in = ByteBuffer.allocateDirect(Exchange.ANSWER_BYTES_MAX);
  private final ByteBuffer out = ByteBuffer.allocateDirect(Exchange.REQUEST_BYTES_MAX);
  private final int number;
  private boolean waiting;
  private long dueNanos;
  private long askedNanos;

  /** Begins to connect. */
  GeneratorConnection(int number, InetSocketAddress server, Selector selector, Exchange exchange)
      throws IOException {
    this.number = number;
    this.exchange = exchange;
    channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      boolean there = channel.connect(server);
      key = channel.register(selector, there ? OP_READ : OP_CONNECT, this);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  static GeneratorConnection of(SelectionKey key) {
    return (GeneratorConnection) requireNonNull(key.attachment());
  }

  int number() {
    return number;
  }

  /** Whether a request is under way. */
  boolean isWaiting() {
    return waiting;
  }

  boolean isConnected() {
    return channel.isConnected();
  }

  boolean isSettled() {
    return exchange.isSettled();
  }

  /** When the request under way, or the last one, was to be sent. */
  long dueNanos() {
    return dueNanos;
  }

  /** When it was sent. */
  long askedNanos() {
    return askedNanos;
  }

  /** Sends the next request, which was due at some time before now or is now. */
  void ask(long dueNanos, long nowNanos) throws IOException {
    waiting = true;
    this.dueNanos = dueNanos;
    askedNanos = nowNanos;
    out.clear();
    exchange.ask(out);
    out.flip();
    write();
  }

  private void write() throws IOException {
    channel.write(out);
    int wanted = out.hasRemaining() ? OP_READ | OP_WRITE : OP_READ;
    if (key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
  }

  /**
   * Does what the key is ready for.
   *
   * @return the answer if it is here as a whole, else {@link RequestAnswer#PARTIAL}
   * @throws IOException if the connection is broken
   */
  RequestAnswer goOn() throws IOException {
    if (key.isConnectable() && channel.finishConnect()) {
      key.interestOps(OP_READ);
      return RequestAnswer.PARTIAL;
    }
    if (key.isWritable()) {
      write();
    }
    return key.isReadable() ? read() : RequestAnswer.PARTIAL;
  }

  private RequestAnswer read() throws IOException {
    if (channel.read(in) < 0) {
      throw new EOFException("the server hung up");
    }
    if (!waiting) {
      throw new IOException("the server says what nobody asked for");
    }
    in.flip();
    var answer = exchange.receive(in);
    if (answer == RequestAnswer.PARTIAL && in.limit() < in.capacity()) {
      in.position(in.limit()).limit(in.capacity());
      return RequestAnswer.PARTIAL;
    }
    in.clear();
    waiting = false;
    return answer == RequestAnswer.PARTIAL ? RequestAnswer.WRONG : answer;
  }

  void close() {
    waiting = false;
    try {
      channel.close();
    } catch (IOException _) {
      // it is gone either way
    }
  }
}
