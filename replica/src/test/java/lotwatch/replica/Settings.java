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
    return new ReplicaSettings(
        sane.name(),
        sane.peers(),
        snapshotEntries,
        sane.snapshotEvery(),
        eventsMax,
        inFlightMax,
        busyWait,
        sane.answerWaitMax(),
        freeBytesMin);
  }
}
