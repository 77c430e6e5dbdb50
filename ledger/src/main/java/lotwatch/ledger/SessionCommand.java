package lotwatch.ledger;

import java.time.Duration;
import java.util.List;
import lotwatch.sessions.Session;
import lotwatch.sessions.Sighting;

/** A command about parking sessions. They are of version 5 unless they say otherwise. */
public sealed interface SessionCommand extends Command {
  /** Sightings in one command. */
  int SIGHTINGS_MAX = 1_000;

  /**
   * Plates at locations that are remembered at a time, with a session or just after it: of cars
   * that are seen now, of all recordings, of all partitions that are read, and of sessions that
   * others compute, each.
   */
  int KEYS_MAX = 50_000;

  /** Recordings that are read at the same time, each with a clock of its own. */
  int STREAMS_MAX = 64;

  /** Partitions of topics that are read, or were. */
  int PARTITIONS_MAX = 256;

  /** A recording of which nothing has come for so long is over: its open sessions time out. */
  Duration RECORDING_IDLE = Duration.ofHours(24);

  /** A recording that is idle for so long may be over when another one needs its place. */
  Duration RECORDING_PAUSE = Duration.ofMinutes(10);

  /** A partition of which nothing has come for so long is forgotten, and how far it was read. */
  Duration PARTITION_IDLE = Duration.ofDays(90);

  /** Characters in the name of a stream. */
  int STREAM_LENGTH_MAX = 64;

  /** Ended sessions that readers can see; older ones are in the history. */
  int ENDED_MAX = 1_000;

  /** Hexadecimal digits of the key that pseudonyms are made with: 32 bytes. */
  int KEY_LENGTH = 64;

  @Override
  default int version() {
    return 5;
  }

  /**
   * Cars were seen, in this order.
   *
   * @param stream empty for cars that are seen now, whose time is the ledger's; else the recording
   *     that they are from, whose time is that of its newest sighting
   */
  record See(String stream, List<Sighting> sightings) implements SessionCommand {
    /** Bytes of its line in the log. */
    public static final int BYTES_MAX = 1_200_000;

    /**
     * @throws IllegalArgumentException if there are too many sightings or none, or the name of the
     *     stream is too long
     */
    public See {
      sightings = List.copyOf(sightings);
      if (sightings.isEmpty() || sightings.size() > SIGHTINGS_MAX) {
        throw new IllegalArgumentException(
            "sightings are %d, the limits are 1 and %d".formatted(sightings.size(), SIGHTINGS_MAX));
      }
      if (!stream.isEmpty()) {
        Limits.checked("stream", stream, STREAM_LENGTH_MAX);
      }
    }

    /** Cars are seen now. */
    public See(List<Sighting> sightings) {
      this("", sightings);
    }

    @Override
    public boolean mustHappenOnce() {
      return true;
    }

    @Override
    public int bytesMax() {
      return BYTES_MAX;
    }

    /** Tells no plate. */
    @Override
    public String toString() {
      return "%d sightings".formatted(sightings.size());
    }
  }

  /**
   * Cars were seen, as a partition of a topic has it: each of its records counts once, however
   * often it is read. Done only if {@code from} is where the partition was left; who is told that
   * it is {@link Outcome.Reason#STALE} goes on from there. Version 6.
   *
   * @param stream the partition
   * @param from the offset of its first record that is in this command; any for a partition that is
   *     not known
   * @param next the offset after its last
   * @param sightings what there is of these records, perhaps nothing
   * @param clock the second to which the partition's clock moves on: no sighting before those of
   *     this command is missing by then; {@link Long#MIN_VALUE} if only they move it. Before
   *     version 7 it moves after them
   */
  record Read(String stream, long from, long next, List<Sighting> sightings, long clock)
      implements SessionCommand {
    /**
     * @throws IllegalArgumentException if there are too many sightings, the stream has no name or
     *     too long a one, or the offsets are no range
     */
    public Read {
      sightings = List.copyOf(sightings);
      checkRange(stream, from, next, sightings.size());
    }

    @Override
    public int version() {
      return 6;
    }

    @Override
    public boolean mustHappenOnce() {
      return true;
    }

    @Override
    public int bytesMax() {
      return See.BYTES_MAX;
    }

    /** Tells no plate. */
    @Override
    public String toString() {
      return "%s from %d, %d sightings".formatted(stream, from, sightings.size());
    }
  }

  /**
   * Sessions changed, as somebody else computed them. Done under the condition of {@link Read}; a
   * revision that is known, and one of a session before the newest at its location, changes
   * nothing. Version 6.
   *
   * @param stream the partition that they are read from
   * @param from the offset of its first record that is in this command
   * @param next the offset after its last
   * @param sessions their revisions, in the order in which they were computed
   */
  record Take(String stream, long from, long next, List<Session> sessions)
      implements SessionCommand {
    /**
     * @throws IllegalArgumentException as {@link Read}
     */
    public Take {
      sessions = List.copyOf(sessions);
      checkRange(stream, from, next, sessions.size());
    }

    @Override
    public int version() {
      return 6;
    }

    @Override
    public boolean mustHappenOnce() {
      return true;
    }

    @Override
    public int bytesMax() {
      return See.BYTES_MAX;
    }

    /** Tells no plate. */
    @Override
    public String toString() {
      return "%s from %d, %d sessions".formatted(stream, from, sessions.size());
    }
  }

  /**
   * Of the partitions of topics only some are read from now on, since the operator chose another
   * topic or engine. What is open in all others ends by the same rules as everywhere: their clocks
   * move on to this second, as nothing more will come of them. Version 7.
   *
   * @param read how the names of the streams begin that are read; empty if none is
   * @param takes whether sessions are computed by somebody else; if not, those that were and are
   *     open end too
   * @param second to which the clocks move
   */
  record EndUnread(String read, boolean takes, long second) implements SessionCommand {
    /**
     * @throws IllegalArgumentException if the beginning is longer than a name
     */
    public EndUnread {
      if (!read.isEmpty()) {
        Limits.checked("read", read, STREAM_LENGTH_MAX);
      }
    }

    @Override
    public int version() {
      return 7;
    }
  }

  private static void checkRange(String stream, long from, long next, int count) {
    Limits.checked("stream", stream, STREAM_LENGTH_MAX);
    if (from < 0 || next < from) {
      throw new IllegalArgumentException(
          "next is %d and from %d, it is not below it, and neither below 0".formatted(next, from));
    }
    if (count > SIGHTINGS_MAX) {
      throw new IllegalArgumentException(
          "records are %d, the limit is %d".formatted(count, SIGHTINGS_MAX));
    }
  }

  /**
   * From now on plates are replaced by pseudonyms made with this key. The first key stays: another
   * one changes nothing.
   *
   * @param key {@value KEY_LENGTH} hexadecimal digits, made at random
   */
  record KeyPseudonyms(String key) implements SessionCommand {
    /**
     * @throws IllegalArgumentException if it is no such key
     */
    public KeyPseudonyms {
      if (!key.matches("[0-9a-f]{%d}".formatted(KEY_LENGTH))) {
        throw new IllegalArgumentException(
            "the key has %d characters, it has %d hexadecimal digits"
                .formatted(key.length(), KEY_LENGTH));
      }
    }

    /** Does not tell the key. */
    @Override
    public String toString() {
      return "KeyPseudonyms";
    }
  }
}
