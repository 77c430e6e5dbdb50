package lotwatch.gateway.net;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection. What is written goes out when no further request is here, so that pipelined
 * requests are answered together. Any thread may call {@link #wake}, {@link #answer}, {@link
 * #finish}, {@link #cut} and {@link #allowSilence}; all else happens in the loop of its connection,
 * or, while an answer waits for something, in a virtual thread that the loop leaves alone.
 */
public final class Connection extends ChannelInboundHandlerAdapter {
  private static final System.Logger LOG = System.getLogger(Connection.class.getName());

  private final SocketChannel channel;
  private final Duration lingerMax;
  private final RequestMemory.Share memory;
  private final Strangers strangers;
  private final Input input = new Input();
  private final Output output;
  private final ConnectionTimeouts timeouts;
  private final AtomicBoolean woken = new AtomicBoolean();
  private @Nullable Protocol protocol;

  /** What came while the protocol was away. */
  private final Ahead ahead = new Ahead();

  /** The protocol has asked for something and is not to be called before the answer is there. */
  private boolean away;

  /** What it does its waiting in, if that is a thread. */
  private @Nullable Thread waiting;

  private boolean toTell;
  private boolean saidAll;
  private boolean hangingUp;
  private boolean known;
  private boolean gone;
  private volatile boolean finishing;

  Connection(
      SocketChannel channel, TcpLimits limits, RequestMemory.Share memory, Strangers strangers) {
    this.channel = channel;
    lingerMax = limits.lingerMax();
    this.memory = memory;
    this.strangers = strangers;
    output = new Output(channel.alloc());
    timeouts = new ConnectionTimeouts(limits);
  }

  /** Where it comes from. */
  public InetAddress address() {
    return channel.remoteAddress().getAddress();
  }

  /** What it says. */
  public Input input() {
    return input;
  }

  /** What it is told. */
  public Output output() {
    return output;
  }

  /** Whether it may be silent between two requests for as long as it likes. */
  public void allowSilence(boolean now) {
    timeouts.withSilence(now);
  }

  /** Has {@link Protocol#tell} called soon. Any thread may call it. */
  public void wake() {
    if (!woken.getAndSet(true)) {
      inLoop(() -> {
        woken.set(false);
        tell();
      });
    }
  }

  /** Whether the port closes and wants this connection to come to an end. */
  boolean isFinishing() {
    return finishing;
  }

  EventLoop loop() {
    return channel.eventLoop();
  }

  /** Begins to speak. */
  void begin(Protocol with) {
    protocol = with;
    timeouts.received(input, System.nanoTime());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var more = (ByteBuf) message;
    if (hangingUp || gone) {
      more.release();
    } else if (away) {
      ahead.add(more, channel.config());
    } else {
      input.add(more);
      receive();
    }
  }

  private void receive() {
    while (protocol != null && !away && !hangingUp && !gone && isKnown()) {
      if (!channel.isWritable()) {
        channel.config().setAutoRead(false); // who does not listen is not heard
        return;
      }
      var next = next(false);
      send();
      if (!goOn(next)) {
        return;
      }
    }
  }

  /** Whether it speaks the protocol of its port, by its first bytes; it is gone if it does not. */
  private boolean isKnown() {
    if (!known) {
      switch (FirstBytes.of(input, saidAll)) {
        case OURS -> known = true;
        case TOO_FEW -> listen();
        case HTTP -> strangers.http(channel, this);
        case TLS -> strangers.close(channel);
      }
    }
    return known;
  }

  /** Leaves the connection to somebody else, together with what it has said. */
  ByteBuf handOver() {
    var said = input.giveAway();
    gone = true;
    leave();
    return said;
  }

  /** Does what comes next; tells whether to hear on at once. */
  private boolean goOn(Protocol.Next next) {
    switch (next) {
      case SEND -> {} // there may be more requests here
      case WAIT -> {
        away = true;
        waiting = Thread.ofVirtual().name("tcp-waiting").start(this::serveInOwnThread);
      }
      case ASKED -> away = true;
      case HANG_UP -> hangUp();
      case LISTEN -> listen();
    }
    return next == Protocol.Next.SEND;
  }

  private void listen() {
    input.tidy();
    if (!memory.fill(input.size())) {
      LOG.log(Level.WARNING, "{0} is cut: too many large requests at once", this);
      close();
      return;
    }
    timeouts.received(input, System.nanoTime());
    channel.config().setAutoRead(true);
    if (saidAll && listensOnMax().isZero()) {
      closeWhenSent();
    }
  }

  private Protocol.Next next(boolean mayWait) {
    try {
      return protocol == null ? Protocol.Next.HANG_UP : protocol.receive(mayWait);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a protocol failed", e);
      return Protocol.Next.HANG_UP;
    }
  }

  private void serveInOwnThread() {
    var next = next(true);
    inLoop(() -> {
      waiting = null;
      goOnAfter(next);
    });
  }

  /**
   * Ends what {@link Protocol.Next#ASKED} began: sends what is written now, in its loop, and hears
   * on. Any thread may call it.
   */
  public void answer(Consumer<Output> written) {
    inLoop(() -> goOnAfter(gone || wrote(written) ? Protocol.Next.SEND : Protocol.Next.HANG_UP));
  }

  private boolean wrote(Consumer<Output> written) {
    try {
      written.accept(output);
      return true;
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a protocol failed", e);
      return false;
    }
  }

  private void goOnAfter(Protocol.Next next) {
    away = false;
    if (gone) {
      leave();
      return;
    }
    ahead.moveTo(input);
    send();
    if (next == Protocol.Next.HANG_UP) {
      hangUp();
      return;
    }
    if (toTell) {
      tell();
    }
    receive();
  }

  private void inLoop(Runnable task) {
    try {
      loop().execute(task);
    } catch (RejectedExecutionException _) {
      // the loops are closed, and every connection with them
    }
  }

  private void tell() {
    toTell = true;
    while (toTell && protocol != null && !away && !hangingUp && !gone) {
      if (!channel.isWritable()) {
        return;
      }
      toTell = protocol.tell();
      send();
    }
  }

  private void send() {
    var bytes = output.take();
    if (bytes != null) {
      var _ = channel.writeAndFlush(bytes, channel.voidPromise());
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (channel.isWritable()) {
      if (toTell) {
        tell();
      }
      receive();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent && hangingUp) {
      close();
    } else if (event instanceof ChannelInputShutdownEvent) {
      saidAll();
    }
  }

  private void saidAll() {
    saidAll = true;
    timeouts.receivedAll(System.nanoTime());
    receive();
  }

  private Duration listensOnMax() {
    return finishing || protocol == null ? Duration.ZERO : protocol.listensOnMax();
  }

  private void closeWhenSent() {
    hangingUp = true;
    Farewell.closeWhenSent(channel);
  }

  /**
   * Sends what is written and closes, giving its other end time to read it: closing with bytes
   * unread would make its system throw away our last words.
   */
  private void hangUp() {
    hangingUp = true;
    input.release();
    channel.config().setAutoRead(true); // what it still says is not heard
    if (saidAll) {
      closeWhenSent();
      return;
    }
    Farewell.endOutputWhenSent(channel);
    var _ = loop().schedule(this::close, lingerMax.toMillis(), MILLISECONDS);
  }

  /** Tells a connection why it is not taken, and hangs up. */
  void refuse(byte[] why) {
    output.write(why);
    send();
    hangUp();
  }

  /**
   * Lets it finish what it has begun: it is as if it had said everything. Any thread may call it.
   */
  public void finish() {
    finishing = true;
    inLoop(() -> {
      saidAll();
      if (gone) {
        close(); // somebody else serves it, or nobody
      }
    });
  }

  /** How long it has given no sign of life; zero while it is being answered. Any thread. */
  long silentNanos(long nowNanos) {
    return away || hangingUp ? 0 : timeouts.silentNanos(channel, nowNanos);
  }

  /** Whether it has kept the port waiting for too long. In its loop. */
  boolean isLate(long nowNanos) {
    if (gone || timeouts.isLost(channel)) {
      return timeouts.isLost(channel);
    }
    boolean complete = saidAll && !away && !hangingUp && channel.isWritable();
    if (complete && timeouts.isAloneFor(listensOnMax(), nowNanos)) {
      closeWhenSent();
      return false;
    }
    boolean received = !away && !hangingUp && !saidAll && channel.isWritable();
    return timeouts.isOver(channel.unsafe().outboundBuffer(), received, nowNanos);
  }

  /** Cuts the connection. Any thread may call it. */
  void cut() {
    inLoop(() -> {
      if (waiting != null) {
        waiting.interrupt();
      }
      close();
    });
  }

  private void close() {
    var _ = channel.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    gone = true;
    if (!away) {
      leave();
    }
  }

  private void leave() {
    if (protocol != null) {
      protocol.over();
    }
    input.release();
    memory.fill(0);
    ahead.release();
    var unsent = output.take();
    if (unsent != null) {
      unsent.release();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.log(cause instanceof IOException ? Level.DEBUG : Level.ERROR, "a connection is cut", cause);
    close();
  }

  @Override
  public String toString() {
    return String.valueOf(channel.remoteAddress());
  }
}
