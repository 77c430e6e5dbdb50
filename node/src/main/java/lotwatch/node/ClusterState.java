package lotwatch.node;

import java.util.List;
import lotwatch.ledger.Configuration;
import lotwatch.ledger.Revision;
import lotwatch.replica.Replica;

/**
 * A replica, as far as a configuration depends on it.
 *
 * @param isAlone whether it is the only voter
 */
record ClusterState(Replica replica, boolean isAlone) implements OwnConfiguration.Cluster {
  @Override
  public boolean leading() {
    return replica.leading();
  }

  @Override
  public int version() {
    return replica.version();
  }

  @Override
  public boolean hasCampus() {
    return !replica.view().lots().isEmpty() || !replica.view().cameras().isEmpty();
  }

  @Override
  public List<String> missing(Configuration content) {
    var declared = content.lotsById();
    return replica.view().lots().stream()
        .filter(lot -> !declared.containsKey(lot.id()))
        .map(lot -> lot.id().value())
        .toList();
  }

  @Override
  public Revision inForce() {
    return replica.view().configuration();
  }
}
