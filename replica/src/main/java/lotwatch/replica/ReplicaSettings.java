package lotwatch.replica;

import static lotwatch.wire.settings.Section.WEEK_MAX;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import lotwatch.wire.settings.Section;

/**
 * How a replica works.
 *
 * @param name which of the peers this is
 * @param peers all voters; one for a cluster of one
 */
public record ReplicaSettings(
    String name, List<Peer> peers, Snapshots snapshots, Commands commands, Storage storage) {
  /** With fewer entries since the last one no snapshot is written for its age. */
  public static final int SNAPSHOT_ENTRIES_MIN = 1_000;

  /** The most that {@link Commands#inFlightMax} may be: half the queue behind it. */
  public static final int IN_FLIGHT_LIMIT = 4_096;

  /** The most that {@link Storage#eventsMax} may be. */
  public static final int EVENTS_LIMIT = 10_000_000;

  /** Room for a memtable, a snapshot and some seconds of log. */
  public static final long FREE_BYTES_MIN = 256L << 20;

  /** Bytes of the events on disk unless configured. */
  public static final long EVENTS_DISK_MAX = 1L << 30;

  /** The shortest time between snapshots. */
  private static final Duration SNAPSHOT_WAIT_MIN = Duration.ofSeconds(1);

  /** The configuration counts bytes of the disk in MiB, up to this many. */
  private static final int MEBIBYTES_MAX = 1 << 20;

  private static final int MEBIBYTE_BITS = 20;

  /**
   * When a snapshot is written.
   *
   * @param entries after so many entries
   * @param every and after this time, if {@link #SNAPSHOT_ENTRIES_MIN} entries came
   */
  public record Snapshots(int entries, Duration every) {
    /** An hour, unless many commands come. */
    public static final Snapshots DEFAULT = new Snapshots(50_000, Duration.ofHours(1));

    /**
     * @throws IllegalArgumentException naming the field and the limit it breaks
     */
    public Snapshots {
      check(entries >= 1, "snapshotEntries is %d, at least 1".formatted(entries));
      check(
          every.compareTo(SNAPSHOT_WAIT_MIN) >= 0 && every.compareTo(WEEK_MAX) <= 0,
          "snapshotEvery is %s, the limits are 1 second and 7 days".formatted(every));
    }
  }

  /**
   * How many commands wait, and how long.
   *
   * @param inFlightMax commands that wait for their commit at a time, 1 to {@value
   *     #IN_FLIGHT_LIMIT}
   * @param busyWaitMax how long a command waits for a place among them
   * @param answerWaitMax how long a command waits for its answer
   */
  public record Commands(int inFlightMax, Duration busyWaitMax, Duration answerWaitMax) {
    /** 2,048 commands, 2 s until the answer is "busy", 10 s for any. */
    public static final Commands DEFAULT =
        new Commands(2_048, Duration.ofSeconds(2), Duration.ofSeconds(10));

    /**
     * @throws IllegalArgumentException naming the field and the limit it breaks
     */
    public Commands {
      check(
          inFlightMax >= 1 && inFlightMax <= IN_FLIGHT_LIMIT,
          "inFlightMax is %d, the limits are 1 and %d".formatted(inFlightMax, IN_FLIGHT_LIMIT));
      check(!busyWaitMax.isNegative(), "busyWaitMax is " + busyWaitMax);
      check(answerWaitMax.isPositive(), "answerWaitMax is " + answerWaitMax);
    }
  }

  /**
   * What is kept, in memory and on disk.
   *
   * @param eventsMax the newest events that are kept for readers
   * @param freeBytesMin with less room on the disk no command is taken
   * @param eventsDiskMax bytes of the events on disk that consumers have not acknowledged; 1 MiB at
   *     least
   */
  public record Storage(int eventsMax, long freeBytesMin, long eventsDiskMax) {
    /** 50,000 events, and room for a memtable, a snapshot and some seconds of log. */
    public static final Storage DEFAULT = new Storage(50_000, FREE_BYTES_MIN, EVENTS_DISK_MAX);

    /**
     * @throws IllegalArgumentException naming the field and the limit it breaks
     */
    public Storage {
      check(
          eventsMax >= 1 && eventsMax <= EVENTS_LIMIT,
          "eventsMax is %d, the limits are 1 and %d".formatted(eventsMax, EVENTS_LIMIT));
      check(eventsDiskMax >= 1 << MEBIBYTE_BITS, "eventsDiskMax is " + eventsDiskMax);
      check(freeBytesMin >= 0, "freeBytesMin is " + freeBytesMin);
    }
  }

  /** All of it in a row, with as many events on disk as sensible. */
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
        new Snapshots(snapshotEntries, snapshotEvery),
        new Commands(inFlightMax, busyWaitMax, answerWaitMax),
        new Storage(eventsMax, freeBytesMin, EVENTS_DISK_MAX));
  }

  /**
   * @throws IllegalArgumentException if two peers have one name, or none has this one's
   */
  public ReplicaSettings {
    peers = List.copyOf(peers);
    var names = new HashSet<String>();
    peers.forEach(peer -> check(names.add(peer.name()), "two peers are named " + peer.name()));
    check(names.contains(name), "no peer is named " + name);
  }

  /**
   * Reads the sections {@code replica} and {@code events}.
   *
   * @param name of this node
   * @return empty if it is a problem
   */
  public static Optional<ReplicaSettings> read(Section root, String name) {
    var replica = root.section("replica");
    var events = root.section("events");
    var written = replica.text("peers", "");
    var snapshots =
        new Snapshots(
            Snapshots.DEFAULT.entries,
            replica.seconds(
                "snapshot-interval", Snapshots.DEFAULT.every, SNAPSHOT_WAIT_MIN, WEEK_MAX));
    var commands =
        new Commands(
            replica.integer("in-flight-max", Commands.DEFAULT.inFlightMax, 1, IN_FLIGHT_LIMIT),
            Commands.DEFAULT.busyWaitMax,
            Commands.DEFAULT.answerWaitMax);
    var storage =
        new Storage(
            replica.integer("events-max", Storage.DEFAULT.eventsMax, 1, EVENTS_LIMIT),
            mebibytes(replica, "free-disk-min", FREE_BYTES_MIN, 0),
            mebibytes(events, "disk-max", EVENTS_DISK_MAX, 1));
    try {
      var peers = written.isEmpty() ? List.of(alone(name)) : Peer.list(written);
      return Optional.of(new ReplicaSettings(name, peers, snapshots, commands, storage));
    } catch (IllegalArgumentException e) {
      root.problemOf("node.id or replica.peers", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static long mebibytes(Section section, String key, long otherwise, int min) {
    int sane = Math.toIntExact(otherwise >> MEBIBYTE_BITS);
    return (long) section.integer(key, sane, min, MEBIBYTES_MAX) << MEBIBYTE_BITS;
  }

  /** A cluster of one: no port is opened. */
  public static ReplicaSettings single(String name) {
    return of(name, List.of(alone(name)));
  }

  private static Peer alone(String name) {
    return new Peer(name, "127.0.0.1", 7070);
  }

  /** Sane settings for these peers. */
  public static ReplicaSettings of(String name, List<Peer> peers) {
    return new ReplicaSettings(name, peers, Snapshots.DEFAULT, Commands.DEFAULT, Storage.DEFAULT);
  }

  /**
   * The same for these peers.
   *
   * @throws IllegalArgumentException if none of them is named {@code other}
   */
  public ReplicaSettings as(String other, List<Peer> others) {
    return new ReplicaSettings(other, others, snapshots, commands, storage);
  }

  /** The same with other snapshots. */
  public ReplicaSettings with(Snapshots other) {
    return new ReplicaSettings(name, peers, other, commands, storage);
  }

  /** The same with other limits of commands. */
  public ReplicaSettings with(Commands other) {
    return new ReplicaSettings(name, peers, snapshots, other, storage);
  }

  /** The same with other limits of what is kept. */
  public ReplicaSettings with(Storage other) {
    return new ReplicaSettings(name, peers, snapshots, commands, other);
  }

  /** See {@link Snapshots#every}. */
  public Duration snapshotEvery() {
    return snapshots.every;
  }

  /** See {@link Commands#inFlightMax}. */
  public int inFlightMax() {
    return commands.inFlightMax;
  }

  /** See {@link Commands#busyWaitMax}. */
  public Duration busyWaitMax() {
    return commands.busyWaitMax;
  }

  /** See {@link Commands#answerWaitMax}. */
  public Duration answerWaitMax() {
    return commands.answerWaitMax;
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
