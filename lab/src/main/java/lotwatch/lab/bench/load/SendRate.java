package lotwatch.lab.bench.load;

/** When requests are sent. */
public sealed interface SendRate {
  /** Each connection asks again as soon as it has its answer. */
  record Closed() implements SendRate {}

  /**
   * At a fixed rate, whatever the server does: a request that finds no connection free waits for
   * one, and that wait counts.
   *
   * @param perSecond on all connections together, in turns
   */
  record Open(double perSecond) implements SendRate {
    /** The fastest schedule. */
    public static final double RATE_MAX = 1e6;

    /** Checks the rate. */
    public Open {
      if (!(perSecond > 0 && perSecond <= RATE_MAX)) {
        throw new IllegalArgumentException(
            "%s requests a second: must be above 0, at most %.0f".formatted(perSecond, RATE_MAX));
      }
    }
  }
}
