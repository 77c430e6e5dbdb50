package lotwatch.ledger;

import java.util.List;
import lotwatch.sessions.Sighting;

/** A command about parking sessions. They are of version 5. */
public sealed interface SessionCommand extends Command {
  /** Sightings in one command. */
  int SIGHTINGS_MAX = 1_000;

  /** Plates at locations that are remembered at a time, with a session or just after it. */
  int KEYS_MAX = 50_000;

  /** Recordings that are read at the same time, each with a clock of its own. */
  int STREAMS_MAX = 64;

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
