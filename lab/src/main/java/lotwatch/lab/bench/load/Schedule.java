package lotwatch.lab.bench.load;

/** When requests are due, by {@link System#nanoTime}. Used by one thread. */
sealed interface Schedule {
  static Schedule of(SendRate pace, long beginNanos) {
    return switch (pace) {
      case SendRate.Closed _ -> new AtOnce();
      case SendRate.Open open -> new Steady(beginNanos, open.perSecond());
    };
  }

  /** When the next request is due. */
  long nextNanos(long nowNanos);

  /** Goes on to the one after it; tells when it was due. */
  long take(long nowNanos);

  /** Whenever somebody can ask. */
  final class AtOnce implements Schedule {
    @Override
    public long nextNanos(long nowNanos) {
      return nowNanos;
    }

    @Override
    public long take(long nowNanos) {
      return nowNanos;
    }
  }

  /** Evenly in time, whether somebody can ask or not. */
  final class Steady implements Schedule {
    private final long beginNanos;
    private final double stepNanos;
    private long taken;

    Steady(long beginNanos, double perSecond) {
      this.beginNanos = beginNanos;
      stepNanos = 1e9 / perSecond;
    }

    @Override
    public long nextNanos(long nowNanos) {
      return beginNanos + (long) (taken * stepNanos);
    }

    @Override
    public long take(long nowNanos) {
      long due = nextNanos(nowNanos);
      taken++;
      return due;
    }
  }
}
