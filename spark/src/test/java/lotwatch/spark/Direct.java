package lotwatch.spark;

import java.util.ArrayList;
import java.util.List;
import lotwatch.records.Tick;
import lotwatch.sessions.Partition;
import lotwatch.sessions.Session;
import lotwatch.sessions.Sighting;

/** One partition of the machine itself, which the job is compared with. */
final class Direct {
  final Partition partition;
  final List<Session> changes = new ArrayList<>();
  private final JobPolicy policy;

  Direct(JobPolicy policy) {
    this.policy = policy;
    this.partition = new Partition(policy.rules());
  }

  void see(Sighting sighting) {
    changes.addAll(partition.advance(sighting.second()));
    var tariff = policy.tariff(sighting.key(), sighting.second());
    changes.addAll(partition.see(sighting, tariff).changes());
  }

  void tick(Tick tick) {
    changes.addAll(partition.advance(tick.time()));
  }
}
