package lotwatch.spark.bench;

import java.util.ArrayList;
import java.util.List;
import lotwatch.records.Tick;
import lotwatch.sessions.Partition;
import lotwatch.sessions.Session;
import lotwatch.sessions.Sighting;
import lotwatch.spark.JobPolicy;

/** One partition of the machine itself, which the job is compared with. */
public final class Direct {
  private final Partition partition;
  private final List<Session> changes = new ArrayList<>();
  private final JobPolicy policy;

  /** A partition of which nothing was read. */
  public Direct(JobPolicy policy) {
    this.policy = policy;
    this.partition = new Partition(policy.rules());
  }

  /** The next sighting, which brings its time. */
  public void see(Sighting sighting) {
    changes.addAll(partition.advance(sighting.second()));
    var tariff = policy.tariff(sighting.key(), sighting.second());
    changes.addAll(partition.see(sighting, tariff).changes());
  }

  /** Time alone. */
  public void tick(Tick tick) {
    changes.addAll(partition.advance(tick.time()));
  }

  /** Every revision of every session, in order. */
  public List<Session> changes() {
    return changes;
  }

  /** How many keys are remembered. */
  public int size() {
    return partition.size();
  }
}
