package lotwatch.replica;

import java.time.Duration;

/** Settings of a cluster of one for tests. */
final class Settings {
  private Settings() {}

  static ReplicaSettings single(int snapshotEntries, int eventsMax, long freeBytesMin) {
    return with(snapshotEntries, eventsMax, 2_048, Duration.ofSeconds(2), freeBytesMin);
  }

  static ReplicaSettings with(
      int snapshotEntries, int eventsMax, int inFlightMax, Duration busyWait, long freeBytesMin) {
    var sane = ReplicaSettings.single("n1");
    return sane.with(new ReplicaSettings.Snapshots(snapshotEntries, sane.snapshotEvery()))
        .with(new ReplicaSettings.Commands(inFlightMax, busyWait, sane.answerWaitMax()))
        .with(
            new ReplicaSettings.Storage(eventsMax, freeBytesMin, ReplicaSettings.EVENTS_DISK_MAX));
  }
}
