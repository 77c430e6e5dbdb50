package lotwatch.tcp;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/** One listening port: each caller within the limits is a virtual thread. */
public final class TcpDoor implements AutoCloseable {
  /** How long callers may take to finish when the door closes. */
  static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  /** Callers that are being told at the same time that there is no room; others are just cut. */
  static final int REFUSALS_MAX = 64;

  private static final System.Logger LOG = System.getLogger(TcpDoor.class.getName());
  private static final int BACKLOG = 1_024;
  private static final long WATCH_MILLIS_MAX = 1_000;
  private static final Duration ACCEPT_AGAIN = Duration.ofMillis(100);

  private final String name;
  private final ServerSocket socket;
  private final TcpLimits limits;
  private final Talk talk;
  private final Crowd crowd;
  private final Semaphore refusals = new Semaphore(REFUSALS_MAX);
  private final LongAdder refused = new LongAdder();
  private final LongAdder late = new LongAdder();
  private final ExecutorService threads;
  private final Thread acceptor;
  private final Thread watch;
  private volatile boolean closed;

  private TcpDoor(String name, ServerSocket socket, TcpLimits limits, Talk talk) {
    this.name = name;
    this.socket = socket;
    this.limits = limits;
    this.talk = talk;
    crowd = new Crowd(limits);
    threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 0).factory());
    acceptor = Thread.ofVirtual().name(name + "-door").unstarted(this::accept);
    watch = Thread.ofVirtual().name(name + "-watch").unstarted(this::watch);
  }

  /**
   * Opens it.
   *
   * @param name what its threads and log lines are called
   * @param port 0 takes a free one
   * @throws IOException if it cannot listen there
   */
  public static TcpDoor open(String name, String host, int port, TcpLimits limits, Talk talk)
      throws IOException {
    var socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port), BACKLOG);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    var door = new TcpDoor(name, socket, limits, talk);
    door.watch.start();
    door.acceptor.start();
    return door;
  }

  /** The port it listens on. */
  public int port() {
    return socket.getLocalPort();
  }

  /** How many are connected now. */
  public int connections() {
    return crowd.size();
  }

  /** How many there was no room for. */
  public long refused() {
    return refused.sum();
  }

  /** How many were cut because they said or took nothing for too long. */
  public long late() {
    return late.sum();
  }

  private void accept() {
    while (!closed) {
      try {
        // Belongs to the thread that serves it from here on.
        Socket accepted = socket.accept();
        enter(accepted);
      } catch (IOException e) {
        if (!closed) {
          LOG.log(WARNING, "{0} cannot accept: {1}", name, e.getMessage());
          pause();
        }
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(ACCEPT_AGAIN);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void enter(Socket accepted) throws IOException {
    Caller caller;
    try {
      caller = new Caller(accepted, limits);
    } catch (IOException _) {
      accepted.close(); // gone before we could look
      return;
    }
    String full = crowd.enter(caller);
    try {
      if (full == null) {
        threads.execute(() -> serve(caller));
      } else {
        turnAway(caller, full);
      }
    } catch (RejectedExecutionException _) {
      crowd.leave(caller);
      caller.close();
    }
  }

  private void turnAway(Caller caller, String why) {
    refused.increment();
    if (crowd.isFirstRefusal()) {
      LOG.log(WARNING, "{0} refuses {1}: {2}", name, caller, why);
    }
    if (!refusals.tryAcquire()) {
      caller.close();
      return;
    }
    threads.execute(() -> {
      try (caller) {
        crowd.watch(caller);
        caller.output().write(talk.refusal(why));
        caller.hangUp();
      } catch (IOException e) {
        LOG.log(DEBUG, "{0}: {1} is gone: {2}", name, caller, e.getMessage());
      } finally {
        crowd.unwatch(caller);
        refusals.release();
      }
    });
  }

  private void serve(Caller caller) {
    try (caller) {
      talk.serve(caller);
      caller.output().flush();
    } catch (IOException e) {
      LOG.log(DEBUG, "{0}: {1} is gone: {2}", name, caller, e.getMessage());
    } finally {
      crowd.leave(caller);
    }
  }

  /** Cuts those who are late: no caller sets a timer of its own for each read. */
  private void watch() {
    long shortest =
        Math.min(
            limits.idleMax().toMillis(),
            Math.min(limits.requestWaitMax().toMillis(), limits.writeWaitMax().toMillis()));
    long pause = Math.clamp(shortest / 4, 5, WATCH_MILLIS_MAX);
    try {
      while (true) {
        Thread.sleep(pause);
        crowd.cutLate(System.nanoTime(), late);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets in nobody more, gives those inside a moment to finish, and cuts them then. */
  @Override
  public void close() {
    closed = true;
    closeSocket();
    crowd.finish();
    threads.shutdown();
    if (!isEmptyIn(CLOSE_MAX)) {
      crowd.cut();
      threads.shutdownNow();
      isEmptyIn(CLOSE_MAX);
    }
    watch.interrupt();
  }

  private void closeSocket() {
    try {
      socket.close();
      acceptor.join(CLOSE_MAX); // the port is free when nobody accepts any more
    } catch (IOException e) {
      LOG.log(WARNING, "{0} does not close: {1}", name, e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isEmptyIn(Duration wait) {
    try {
      return threads.awaitTermination(wait.toMillis(), MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
