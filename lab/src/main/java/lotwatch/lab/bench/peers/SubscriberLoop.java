package lotwatch.lab.bench.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * All subscribers of all systems, on one thread that waits for all of them at once: hearing costs
 * the same whoever speaks.
 */
final class SubscriberLoop implements AutoCloseable {
  private static final int BUFFER_BYTES = 256 << 10;

  private final Selector selector;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final Thread thread;
  private volatile boolean closed;

  SubscriberLoop() throws IOException {
    selector = Selector.open();
    thread = Thread.ofPlatform().name("listener").daemon().start(this::listen);
  }

  /**
   * Subscribes so many times; returns when each was told that it is.
   *
   * @throws IOException if the server refuses one, with its words
   */
  Audience subscribe(Joining joining, int count) throws IOException, InterruptedException {
    var audience = new Audience(this);
    try {
      for (int i = 0; i < count; i++) {
        call(() -> audience.add(joining.join(audience, selector)));
      }
      audience.awaitReady();
    } catch (IOException | InterruptedException e) {
      audience.close();
      throw e;
    }
    return audience;
  }

  /** One more subscriber of a system, as {@link Broker#join}. */
  interface Joining {
    PeerSubscriber join(Audience audience, Selector selector) throws IOException;
  }

  /** What the listening thread is to do. */
  interface Task {
    void run() throws IOException;
  }

  /** Does something on the thread that listens, and waits until it is done. */
  void call(Task task) throws IOException, InterruptedException {
    var future =
        new FutureTask<>(() -> {
          task.run();
          return true;
        });
    tasks.add(future);
    selector.wakeup();
    try {
      future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private void listen() {
    try {
      while (!closed) {
        for (var task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        selector.select(this::read);
      }
    } catch (ClosedSelectorException _) {
      // closed meanwhile
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(SelectionKey key) {
    if (key.attachment() instanceof WireSubscriber ear && key.isValid()) {
      ear.read(buffer);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    for (var key : selector.keys()) {
      if (key.attachment() instanceof WireSubscriber ear) {
        ear.close();
      }
    }
    selector.close();
  }
}
