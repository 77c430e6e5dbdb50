package lotwatch.spark.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lotwatch.records.SessionRow;
import lotwatch.records.Tick;
import lotwatch.sessions.Session;
import lotwatch.sessions.Tariff;
import lotwatch.spark.JobPolicy;
import lotwatch.spark.bench.Traffic.Arrival;

/** What the machine makes of what is sent, each partition with a clock of its own. */
public final class Expected {
  private final List<Direct> partitions = new ArrayList<>();
  private final long[] offsets;

  /** So many partitions of which nothing was read. */
  public Expected(JobPolicy policy, int count) {
    for (int i = 0; i < count; i++) {
      partitions.add(new Direct(policy));
    }
    offsets = new long[count];
  }

  /** A sighting is sent. */
  public void see(Arrival arrival) {
    partitions.get(arrival.partition()).see(arrival.sighting());
    offsets[arrival.partition()]++;
  }

  /** A tick is sent. */
  public void tick(Tick tick) {
    partitions.get(tick.partition()).tick(tick);
  }

  /** The end of a partition. */
  public long offset(int partition) {
    return offsets[partition];
  }

  /** How many rows there are. */
  public int size() {
    return partitions.stream().mapToInt(each -> each.changes().size()).sum();
  }

  /** Every revision of every session, those of each partition in order. */
  public List<Session> changes() {
    return partitions.stream().flatMap(each -> each.changes().stream()).toList();
  }

  /** Values by id and revision. */
  public Map<String, String> rows() {
    var rows = new HashMap<String, String>();
    for (var session : changes()) {
      var row = SessionRow.of(session);
      rows.put(Traces.name(row), new String(row.value(), UTF_8));
    }
    return rows;
  }

  /** How many sessions have ended. */
  public int ended() {
    return (int) changes().stream().filter(Session::hasEnded).count();
  }

  /** The tariffs that count. */
  public Set<Tariff> tariffs() {
    return changes().stream().map(Session::tariff).collect(Collectors.toSet());
  }

  /** How sessions are and end. */
  public Set<Session.State> states() {
    return changes().stream().map(Session::state).collect(Collectors.toSet());
  }
}
