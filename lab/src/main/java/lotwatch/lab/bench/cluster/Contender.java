package lotwatch.lab.bench.cluster;

import java.io.IOException;
import lotwatch.lab.cluster.Load;
import lotwatch.lab.cluster.Speed;
import lotwatch.lab.cluster.Target;

/** A running system that takes reservations. */
interface Contender extends AutoCloseable {
  /** Its version, and what was set on it that matters. */
  String about();

  /**
   * Lets clients work on it that do not count, and decides what it does best with.
   *
   * @throws IOException if no client could work
   */
  default void warm(Load.Plan plan) throws IOException, InterruptedException {
    load(plan);
  }

  /**
   * Lets clients work on it.
   *
   * @throws IOException if no client could work
   */
  Speed load(Load.Plan plan) throws IOException, InterruptedException;

  /**
   * Lets clients in this process work.
   *
   * @throws IOException if no client could work
   */
  static Speed load(Target.Opener opener, Load.Plan plan) throws IOException {
    try {
      return Load.run(opener, plan);
    } catch (Target.FailedException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  void close() throws IOException;
}
