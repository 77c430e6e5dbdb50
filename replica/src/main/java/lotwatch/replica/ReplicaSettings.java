package lotwatch.replica;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/**
 * How a replica works.
 *
 * @param name which of the peers this is
 * @param peers all members; one for a cluster of one
 * @param snapshotEntries a snapshot is written after so many entries
 * @param snapshotEvery and after this time, if {@link #SNAPSHOT_ENTRIES_MIN} entries came
 * @param eventsMax the newest events that are kept for readers
 * @param inFlightMax commands that wait for their commit at a time, 1 to {@value #IN_FLIGHT_LIMIT}
 * @param busyWaitMax how long a command waits for a place among them
 * @param answerWaitMax how long a command waits for its answer
 * @param eventsDiskMax bytes of the events on disk that consumers have not acknowledged; 1 MiB at
 *     least
 * @param freeBytesMin with less room on the disk no command is taken
 */
public record ReplicaSettings(
    String name,
    List<Peer> peers,
    int snapshotEntries,
    Duration snapshotEvery,
    int eventsMax,
    int inFlightMax,
    Duration busyWaitMax,
    Duration answerWaitMax,
    long freeBytesMin,
    long eventsDiskMax) {
  /** With fewer entries since the last one no snapshot is written for its age. */
  public static final int SNAPSHOT_ENTRIES_MIN = 1_000;

  /** The most that {@link #inFlightMax} may be: half the queue behind it. */
  public static final int IN_FLIGHT_LIMIT = 4_096;

  /** Room for a memtable, a snapshot and some seconds of log. */
  public static final long FREE_BYTES_MIN = 256L << 20;

  /** Bytes of the events on disk unless configured. */
  public static final long EVENTS_DISK_MAX = 1L << 30;

  /** The same with as many events on disk as sensible. */
  public ReplicaSettings(
      String name,
      List<Peer> peers,
      int snapshotEntries,
      Duration snapshotEvery,
      int eventsMax,
      int inFlightMax,
      Duration busyWaitMax,
      Duration answerWaitMax,
      long freeBytesMin) {
    this(
        name,
        peers,
        snapshotEntries,
        snapshotEvery,
        eventsMax,
        inFlightMax,
        busyWaitMax,
        answerWaitMax,
        freeBytesMin,
        EVENTS_DISK_MAX);
  }

  /**
   * @throws IllegalArgumentException naming the field and the limit it breaks
   */
  public ReplicaSettings {
    peers = List.copyOf(peers);
    var names = new HashSet<String>();
    peers.forEach(peer -> check(names.add(peer.name()), "two peers are named " + peer.name()));
    check(names.contains(name), "no peer is named " + name);
    check(snapshotEntries >= 1, "snapshotEntries is %d, at least 1".formatted(snapshotEntries));
    check(
        snapshotEvery.toSeconds() >= 1 && snapshotEvery.toDays() <= 7,
        "snapshotEvery is %s, the limits are 1 second and 7 days".formatted(snapshotEvery));
    check(
        eventsMax >= 1 && eventsMax <= 10_000_000,
        "eventsMax is %d, the limits are 1 and 10000000".formatted(eventsMax));
    check(
        inFlightMax >= 1 && inFlightMax <= IN_FLIGHT_LIMIT,
        "inFlightMax is %d, the limits are 1 and %d".formatted(inFlightMax, IN_FLIGHT_LIMIT));
    check(!busyWaitMax.isNegative(), "busyWaitMax is " + busyWaitMax);
    check(answerWaitMax.isPositive(), "answerWaitMax is " + answerWaitMax);
    check(eventsDiskMax >= 1 << 20, "eventsDiskMax is " + eventsDiskMax);
    check(freeBytesMin >= 0, "freeBytesMin is " + freeBytesMin);
  }

  /** A cluster of one: no port is opened. */
  public static ReplicaSettings single(String name) {
    return of(name, List.of(new Peer(name, "127.0.0.1", 7070)));
  }

  /**
   * The same for these peers.
   *
   * @throws IllegalArgumentException if none of them is named {@code other}
   */
  public ReplicaSettings as(String other, List<Peer> others) {
    return new ReplicaSettings(
        other,
        others,
        snapshotEntries,
        snapshotEvery,
        eventsMax,
        inFlightMax,
        busyWaitMax,
        answerWaitMax,
        freeBytesMin,
        eventsDiskMax);
  }

  /** Sane settings for these peers. */
  public static ReplicaSettings of(String name, List<Peer> peers) {
    return new ReplicaSettings(
        name,
        peers,
        50_000,
        Duration.ofHours(1),
        50_000,
        2_048,
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        FREE_BYTES_MIN);
  }

  /** The peer that this is. */
  public Peer self() {
    return peers.stream().filter(peer -> peer.name().equals(name)).findFirst().orElseThrow();
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
