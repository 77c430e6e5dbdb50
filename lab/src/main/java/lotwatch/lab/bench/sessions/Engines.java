package lotwatch.lab.bench.sessions;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import lotwatch.ledger.Configuration;
import lotwatch.ledger.ConfigurationCommand.ApplyConfiguration;
import lotwatch.ledger.ConfigurationCommand.Reserved;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Policy;
import lotwatch.ledger.SessionChange.SessionChanged;
import lotwatch.ledger.SessionCommand.See;
import lotwatch.ledger.SessionPolicy;
import lotwatch.ledger.Versions;
import lotwatch.replica.DataFolder;
import lotwatch.replica.Replica;
import lotwatch.replica.ReplicaSettings;
import lotwatch.sessions.Partition;
import lotwatch.sessions.Places;
import lotwatch.sessions.Rules;
import lotwatch.sessions.Session;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Tariff;
import lotwatch.sessions.Tariffs;

/** The same recorded stream through the machine alone and through a node. */
final class Engines {
  private static final String STREAM = "recorded";
  private static final long POLL_NANOS = 10_000_000;

  private Engines() {}

  /**
   * What came of a stream.
   *
   * @param ended every session that ended, in the order in which they did
   * @param nanos that it took, without reading the result
   */
  record Run(List<Session> ended, long nanos) {}

  /** On this thread, with nothing on disk. */
  static Run machine(List<Sighting> sightings) {
    var partition = new Partition(Rules.DEFAULT);
    var ended = new ArrayList<Session>();
    long begun = System.nanoTime();
    for (var sighting : sightings) {
      keepEnded(partition.advance(sighting.second()), ended);
      keepEnded(partition.see(sighting, Tariff.SYSTEM_C).changes(), ended);
    }
    return new Run(ended, System.nanoTime() - begun);
  }

  private static void keepEnded(List<Session> changes, List<Session> ended) {
    changes.stream().filter(Session::hasEnded).forEach(ended::add);
  }

  /** In the ledger of a node of its own, whose log is synced: one entry for each batch. */
  static Run node(List<Sighting> sightings, int batch, Path folder) throws Exception {
    var ended = new ArrayList<Session>();
    long nanos = 0;
    try (var data = DataFolder.open(folder);
        var replica = Replica.open(data, ReplicaSettings.single("bench"), InstantSource.system())) {
      prepare(replica);
      long read = replica.view().sequence();
      for (int at = 0; at < sightings.size(); at += batch) {
        var some = sightings.subList(at, Math.min(sightings.size(), at + batch));
        long begun = System.nanoTime();
        var outcome = replica.submit(new See(STREAM, some), null);
        nanos += System.nanoTime() - begun;
        if (!(outcome instanceof Outcome.Seen)) {
          throw new IllegalStateException("not seen: " + outcome);
        }
        for (var event : replica.after(read, Integer.MAX_VALUE, 0)) {
          read = event.sequence();
          if (event.change() instanceof SessionChanged changed && changed.session().hasEnded()) {
            ended.add(changed.session());
          }
        }
      }
    }
    return new Run(ended, nanos);
  }

  private static void prepare(Replica replica) throws Exception {
    while (replica.version() < Versions.NEWEST) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    var policy =
        new SessionPolicy(Rules.DEFAULT, Tariffs.of(Tariff.SYSTEM_C), Places.systemC().all(), true);
    replica.submit(
        new ApplyConfiguration(
            0, new Configuration(Policy.DEFAULT, List.of(), List.of(), policy), Reserved.ENDS),
        null);
  }
}
