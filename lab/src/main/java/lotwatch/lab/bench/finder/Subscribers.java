package lotwatch.lab.bench.finder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Subscribers of lots, each with a connection of its own and one lot, in turns. One thread hears
 * them all; some may hear nothing until they are told to.
 */
final class Subscribers implements AutoCloseable {
  /** Subscribers that one port lets in from one address. */
  static final int COUNT_MAX = 1_000;

  private static final int REPLY_MILLIS_MAX = 5_000;

  /** Of those that hear nothing, so that the server sees it soon; the system rounds it up. */
  private static final int SMALL_BUFFER_BYTES = 1_024;

  private static final int LOOK_MILLIS = 100;

  private final Selector selector;
  private final EventLags lags;
  private final List<Ear> ears = new ArrayList<>();
  private final List<Ear> deaf = new ArrayList<>();
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong heartbeatNanos = new AtomicLong(System.nanoTime());
  private final Thread thread;
  private volatile boolean closing;
  private volatile @Nullable IOException problem;

  /**
   * Subscribes them all.
   *
   * @param stalled how many of them hear nothing at first
   * @param lags is told of each event
   */
  Subscribers(InetSocketAddress address, int count, int stalled, List<String> lots, EventLags lags)
      throws IOException {
    this.lags = lags;
    selector = Selector.open();
    try {
      for (int i = 0; i < count; i++) {
        var ear = new Ear(address, lots.get(i % lots.size()), i < stalled, selector);
        ears.add(ear);
        if (i < stalled) {
          deaf.add(ear);
        }
      }
    } catch (IOException e) {
      closeAll();
      throw e;
    }
    thread = Thread.ofPlatform().name("subscribers").start(this::receive);
  }

  /** One connection. */
  private static final class Ear {
    private final SocketChannel channel = SocketChannel.open();
    private final SelectionKey key;
    private final ByteBuffer in = ByteBuffer.allocateDirect(8 << 10);
    private final boolean late;

    Ear(InetSocketAddress address, String lot, boolean stalled, Selector selector)
        throws IOException {
      late = stalled;
      try {
        if (stalled) {
          channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER_BYTES);
        }
        channel.socket().connect(address, REPLY_MILLIS_MAX);
        subscribe(lot);
        channel.configureBlocking(false);
        key = channel.register(selector, stalled ? 0 : SelectionKey.OP_READ, this);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    }

    private void subscribe(String lot) throws IOException {
      var call =
          "{\"rpcId\": 1, \"method\": \"subscribe\", \"args\": [\"%s\"]}"
              .formatted(lot)
              .getBytes(UTF_8);
      var frame = ByteBuffer.allocate(Integer.BYTES + call.length).putInt(call.length).put(call);
      channel.write(frame.flip());
      channel.socket().setSoTimeout(REPLY_MILLIS_MAX);
      var stream = new DataInputStream(channel.socket().getInputStream());
      var reply = new String(stream.readNBytes(stream.readInt()), UTF_8);
      if (!reply.contains("\"error\": null")) {
        throw new IOException("not subscribed to %s: %s".formatted(lot, reply));
      }
    }
  }

  /** Events that they heard, all together. */
  long received() {
    return received.get();
  }

  /** How long none has heard anything. */
  long quietNanos() {
    return System.nanoTime() - heartbeatNanos.get();
  }

  /** Lets those hear that did not; what they hear counts, its lag does not. */
  void wake() {
    deaf.forEach(ear -> ear.key.interestOps(SelectionKey.OP_READ));
    selector.wakeup();
  }

  /**
   * Looks whether all are connected.
   *
   * @throws IOException if one is not
   */
  void check() throws IOException {
    var broken = problem;
    if (broken != null) {
      throw new IOException("a subscriber broke: " + broken.getMessage(), broken);
    }
  }

  private void receive() {
    try {
      while (!closing) {
        selector.select(this::receive, LOOK_MILLIS);
      }
    } catch (IOException e) {
      problem = e;
    }
  }

  private void receive(SelectionKey key) {
    var ear = (Ear) requireNonNull(key.attachment());
    try {
      if (ear.channel.read(ear.in) < 0) {
        throw new EOFException("the server hung up on it");
      }
      long now = lags.now();
      ear.in.flip();
      while (ear.in.remaining() >= Integer.BYTES
          && ear.in.remaining() - Integer.BYTES >= ear.in.getInt(ear.in.position())) {
        int length = ear.in.getInt();
        if (!ear.late) {
          lags.event(ear.in, length, now);
        }
        ear.in.position(ear.in.position() + length);
        received.incrementAndGet();
      }
      ear.in.compact();
      heartbeatNanos.set(System.nanoTime());
    } catch (IOException e) {
      key.cancel();
      problem = e;
    }
  }

  private void closeAll() {
    for (var ear : ears) {
      try {
        ear.channel.close();
      } catch (IOException _) {
        // it is gone either way
      }
    }
    try {
      selector.close();
    } catch (IOException _) {
      // as above
    }
  }

  @Override
  public void close() throws IOException {
    closing = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    closeAll();
  }
}
