package lotwatch.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A topic that is there when the broker says that it is up.
 *
 * @param partitions how many; keys are spread over them, so the number stays for ever
 */
record Topic(String name, int partitions) {
  /** Enough for all the cameras of a campus; more only cost. */
  static final int PARTITIONS_MAX = 256;

  /** Topics that are made at the start. */
  static final int TOPICS_MAX = 64;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,249}");

  /** Where system C's sightings come in, with the clock beside them, and where its rows go. */
  private static final List<String> STREAMS =
      List.of("raw-data", "raw-data-ticks", "processed-data");

  /** What no program could read. */
  private static final Topic DEAD_LETTERS = new Topic("dead-letters", 1);

  Topic {
    if (!NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
      throw new IllegalArgumentException(
          "topic '%s' cannot be called so: 1 to 249 letters, digits, dots, _ and -"
              .formatted(name));
    }
    if (partitions < 1 || partitions > PARTITIONS_MAX) {
      throw new IllegalArgumentException(
          "topic %s has %d partitions, the limits are 1 and %d"
              .formatted(name, partitions, PARTITIONS_MAX));
    }
  }

  /** Those that Lotwatch and system C use. */
  static List<Topic> usual(int partitions) {
    var topics = new ArrayList<Topic>();
    STREAMS.forEach(name -> topics.add(new Topic(name, partitions)));
    topics.add(DEAD_LETTERS);
    return topics;
  }

  /**
   * Reads {@code NAME} or {@code NAME:PARTITIONS}.
   *
   * @param otherwise partitions of one that names none
   */
  static Topic parse(String written, int otherwise) {
    int colon = written.indexOf(':');
    if (colon < 0) {
      return new Topic(written.strip(), otherwise);
    }
    var number = written.substring(colon + 1).strip();
    if (!number.matches("\\d{1,9}")) {
      throw new IllegalArgumentException(
          "topic '%s' is written NAME or NAME:PARTITIONS".formatted(written));
    }
    return new Topic(written.substring(0, colon).strip(), Integer.parseInt(number));
  }
}
