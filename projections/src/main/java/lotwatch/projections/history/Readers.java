package lotwatch.projections.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import lotwatch.ledger.UnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Those who read. Each query has a connection and one of a few threads: SQLite is native code,
 * which would hold up every virtual thread beside it.
 */
final class Readers implements AutoCloseable {
  /** Queries at the same time. */
  static final int READERS_MAX = 4;

  /** Queries that wait; beyond, who asks is told to come again. */
  static final int WAITING_MAX = 64;

  /** How long an answer may take. */
  static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(30);

  private static final int IDLE_SECONDS_MAX = 60;

  private final Database database;
  private final ThreadPoolExecutor threads;
  private final ConcurrentLinkedDeque<Pooled> idle = new ConcurrentLinkedDeque<>();
  private final AtomicInteger generation = new AtomicInteger();
  private volatile @Nullable String obstacle;

  /** A connection of the file or database that there was when it was opened. */
  private record Pooled(Connection connection, int generation) {}

  /**
   * A question.
   *
   * @param <T> what it is answered with
   */
  @FunctionalInterface
  interface Query<T> {
    /** Asks. */
    T run(Connection connection) throws SQLException;
  }

  /**
   * @param obstacle why nothing can be read yet
   */
  Readers(Database database, String obstacle) {
    this.database = database;
    this.obstacle = obstacle;
    threads =
        new ThreadPoolExecutor(
            READERS_MAX,
            READERS_MAX,
            IDLE_SECONDS_MAX,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_MAX),
            Thread.ofPlatform().daemon().name("history-reader-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /** From now on there is something to read, or not for this reason. */
  void open(@Nullable String why) {
    obstacle = why;
  }

  /** Forgets all connections: another file has taken the place of theirs. */
  void renew() {
    generation.incrementAndGet();
    drain();
  }

  /** Asks; what fails is tried once more, for the database may have been started anew. */
  <T> T ask(Query<T> query) throws UnavailableException {
    var why = obstacle;
    if (why != null) {
      throw new UnavailableException(why, false);
    }
    try {
      return threads
          .submit(() -> answer(query))
          .get(ANSWER_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException _) {
      throw new UnavailableException(
          "the history is busy: %d queries wait".formatted(WAITING_MAX), false);
    } catch (TimeoutException _) {
      throw new UnavailableException(
          "the history did not answer in %s: ask for less".formatted(ANSWER_WAIT_MAX), false);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw new UnavailableException(
            "the history does not answer: " + failure.getMessage(), false);
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("this node stops", false);
    }
  }

  private <T> T answer(Query<T> query) throws SQLException {
    var old = idle.poll();
    if (old != null && old.generation == generation.get()) {
      try {
        return answer(query, old);
      } catch (SQLException _) {
        // its connection may be gone: with a new one
      }
    }
    int now = generation.get();
    return answer(query, new Pooled(database.read(), now));
  }

  private <T> T answer(Query<T> query, Pooled pooled) throws SQLException {
    boolean whole = false;
    try {
      T answer = query.run(pooled.connection);
      if (!pooled.connection.getAutoCommit()) {
        pooled.connection.rollback();
      }
      whole = true;
      return answer;
    } finally {
      if (whole && pooled.generation == generation.get() && !threads.isShutdown()) {
        idle.push(pooled);
      } else {
        close(pooled);
      }
    }
  }

  private void drain() {
    for (var each = idle.poll(); each != null; each = idle.poll()) {
      close(each);
    }
  }

  private static void close(Pooled pooled) {
    try {
      pooled.connection.close();
    } catch (SQLException _) {
      // it is gone
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    drain();
  }
}
