package lotwatch.spark;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.jspecify.annotations.Nullable;

/**
 * What became of the sightings since the job started. Says so when records came that cannot be
 * used, or that came late, at most once a minute.
 */
final class Totals extends StreamingQueryListener {
  private static final long PAUSE_NANOS = 60_000_000_000L;

  private final AtomicLong batches = new AtomicLong();
  private long counted;
  private long duplicates;
  private long late;
  private long orphanExits;
  private long bad;
  private long told;
  private long toldNanos = System.nanoTime() - PAUSE_NANOS;

  /** Batches that are done. */
  long batches() {
    return batches.get();
  }

  @Override
  public void onQueryStarted(QueryStartedEvent event) {}

  @Override
  public synchronized void onQueryProgress(QueryProgressEvent event) {
    batches.incrementAndGet();
    @Nullable Row row = event.progress().observedMetrics().get(SessionQuery.COUNTS);
    if (row == null || row.isNullAt(0)) {
      return;
    }
    counted += row.<Long>getAs("counted");
    duplicates += row.<Long>getAs("duplicates");
    late += row.<Long>getAs("late");
    orphanExits += row.<Long>getAs("orphanExits");
    bad += row.<Long>getAs("bad");
    if (bad + late > told && System.nanoTime() - toldNanos >= PAUSE_NANOS) {
      told = bad + late;
      toldNanos = System.nanoTime();
      System.err.println("lotwatch spark: " + this);
    }
  }

  @Override
  public void onQueryTerminated(QueryTerminatedEvent event) {}

  @Override
  public synchronized String toString() {
    return "since the start %d sightings counted, %d came twice, %d late, %d exits of cars that were not there, %d records cannot be used (topic of dead letters)"
        .formatted(counted, duplicates, late, orphanExits, bad);
  }
}
