package lotwatch.lab.bench.load;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;

/**
 * Puts load on a server: many connections on one thread, which waits for all of them at once, so
 * that it costs little, and the same for every server. Without pipelining: a connection asks when
 * it has its answer.
 */
public final class Generator {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

  /** Before a broken connection is replaced, so that a dead server is not hammered. */
  private static final long AGAIN_NANOS = 100_000_000;

  private static final long LOOK_MILLIS = 10;

  /** The last bit of a wait for the schedule is waited in small steps: select knows only ms. */
  private static final long STEP_NANOS = 50_000;

  private final LoadPlan plan;
  private final Exchange.Maker maker;
  private final Selector selector;
  private final GeneratorConnection[] connections;
  private final Deque<GeneratorConnection> idle = new ArrayDeque<>();
  private final long[] againNanos;
  private final long fromNanos;
  private final long untilNanos;
  private final long giveUpNanos;
  private final Schedule schedule;
  private final RequestCounts tally;
  private long lookedNanos;

  private Generator(LoadPlan plan, Exchange.Maker maker, Selector selector) throws IOException {
    this.plan = plan;
    this.maker = maker;
    this.selector = selector;
    connections = new GeneratorConnection[plan.connections()];
    againNanos = new long[plan.connections()];
    connect();
    long now = System.nanoTime();
    fromNanos = now + plan.warmUp().toNanos();
    untilNanos = fromNanos + plan.time().toNanos();
    giveUpNanos = untilNanos + plan.answerMax().toNanos();
    schedule = Schedule.of(plan.pace(), now);
    tally = new RequestCounts(fromNanos, untilNanos);
  }

  /**
   * Does as planned and says what came of it.
   *
   * @throws IOException if not all connections could be made at the beginning
   * @throws InterruptedIOException if the thread is interrupted
   */
  public static Outcome run(LoadPlan plan, Exchange.Maker maker) throws IOException {
    try (var selector = Selector.open()) {
      var generator = new Generator(plan, maker, selector);
      try {
        return generator.run();
      } finally {
        generator.close();
      }
    }
  }

  private void connect() throws IOException {
    try {
      for (int i = 0; i < connections.length; i++) {
        connections[i] = new GeneratorConnection(i, plan.server(), selector, maker.make(i));
      }
      long deadline = System.nanoTime() + CONNECT_MAX.toNanos();
      for (int i = 0; i < connections.length; ) {
        if (connections[i].isConnected()) {
          idle.add(connections[i++]);
        } else if (System.nanoTime() - deadline > 0) {
          throw new IOException("no connection within " + CONNECT_MAX);
        } else {
          selector.select(LOOK_MILLIS);
          for (var key : selector.selectedKeys()) {
            GeneratorConnection.of(key).goOn();
          }
          selector.selectedKeys().clear();
        }
      }
    } catch (IOException e) {
      close();
      throw new IOException("%s: %s".formatted(plan.server(), e.getMessage()), e);
    }
  }

  private Outcome run() throws IOException {
    lookedNanos = System.nanoTime();
    while (!isDone(System.nanoTime())) {
      askIdle();
      await();
      look();
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted");
      }
    }
    long now = System.nanoTime();
    for (var connection : connections) {
      if (connection.isWaiting()) {
        tally.timedOut(connection.dueNanos(), now);
      }
    }
    for (long due = schedule.take(now); due - untilNanos < 0; due = schedule.take(now)) {
      tally.timedOut(due, now); // never sent: no connection was free
    }
    return tally.outcome(plan.pace());
  }

  private boolean isDone(long now) {
    if (now - untilNanos < 0) {
      return false;
    }
    if (now - giveUpNanos >= 0) {
      return true;
    }
    for (var connection : connections) {
      if (connection.isWaiting() || (!connection.isSettled() && connection.isConnected())) {
        return false;
      }
    }
    return schedule.nextNanos(now) - untilNanos >= 0;
  }

  /** Lets connections ask that have nothing under way. */
  private void askIdle() {
    for (int left = idle.size(); left > 0; left--) {
      long now = System.nanoTime();
      long due = schedule.nextNanos(now);
      if (due - now > 0 && due - untilNanos < 0) {
        return;
      }
      var connection = idle.remove();
      if (due - untilNanos < 0) {
        ask(connection, schedule.take(now), now);
      } else if (connection.isSettled()) {
        idle.add(connection);
      } else {
        ask(connection, Math.max(now, untilNanos), now); // not counted
      }
    }
  }

  private void ask(GeneratorConnection connection, long due, long now) {
    try {
      connection.ask(due, now);
    } catch (IOException e) {
      replace(connection, e);
    }
  }

  /** Waits for answers, or for the next request that is due. */
  private void await() throws IOException {
    long waitNanos = LOOK_MILLIS * 1_000_000;
    long now = System.nanoTime();
    long due = schedule.nextNanos(now);
    if (!idle.isEmpty() && due - untilNanos < 0) {
      waitNanos = Math.min(waitNanos, due - now);
    }
    if (waitNanos >= 2_000_000) {
      selector.select(this::receive, waitNanos / 1_000_000 - 1);
    } else {
      if (waitNanos > 0) {
        LockSupport.parkNanos(Math.min(waitNanos, STEP_NANOS));
      }
      selector.selectNow(this::receive);
    }
  }

  private void receive(SelectionKey key) {
    var connection = GeneratorConnection.of(key);
    boolean begun = connection.isWaiting();
    try {
      var answer = connection.goOn();
      if (answer != RequestAnswer.PARTIAL) {
        tally.answered(answer, connection.dueNanos(), System.nanoTime());
        next(connection);
      } else if (!begun && connection.isConnected()) {
        next(connection); // it is a new one
      }
    } catch (IOException e) {
      replace(connection, e);
    }
  }

  /** At closed pace it asks at once; at open pace it waits for its turn. */
  private void next(GeneratorConnection connection) {
    idle.add(connection);
    if (plan.pace() instanceof SendRate.Closed) {
      askIdle();
    }
  }

  /** Looks for late answers and broken connections. */
  private void look() {
    long now = System.nanoTime();
    if (now - lookedNanos < LOOK_MILLIS * 1_000_000) {
      return;
    }
    lookedNanos = now;
    for (int i = 0; i < connections.length; i++) {
      var connection = connections[i];
      if (connection.isWaiting() && now - connection.askedNanos() > plan.answerMax().toNanos()) {
        tally.timedOut(connection.dueNanos(), now);
        renew(i);
      } else if (againNanos[i] != 0 && now - againNanos[i] >= 0) {
        renew(i);
      }
    }
  }

  private void replace(GeneratorConnection broken, IOException why) {
    if (broken.isWaiting()) {
      tally.broke(broken.dueNanos(), String.valueOf(why.getMessage()));
    } else {
      tally.problem(String.valueOf(why.getMessage()));
    }
    broken.close();
    var _ = idle.remove(broken);
    againNanos[broken.number()] = System.nanoTime() + AGAIN_NANOS;
  }

  private void renew(int i) {
    connections[i].close();
    againNanos[i] = 0;
    try {
      connections[i] = new GeneratorConnection(i, plan.server(), selector, maker.make(i));
      if (connections[i].isConnected()) {
        idle.add(connections[i]);
      }
    } catch (IOException e) {
      replace(connections[i], e);
    }
  }

  private void close() {
    for (var connection : connections) {
      if (connection != null) {
        connection.close();
      }
    }
  }
}
