package lotwatch.cli.produce;

import java.util.regex.Pattern;

/**
 * What is produced.
 *
 * @param servers {@code HOST:PORT} of one or more brokers, with commas between them
 * @param minutes how long
 * @param eventsPerSecond of all cameras together; 0 is one every 1 to 3 seconds of each, as system
 *     C has it
 * @param seed decides what each camera sees
 */
record ProducerPlan(
    String servers, String topic, int cameras, double minutes, double eventsPerSecond, long seed) {
  /** Each is a thread, and has at least one place. */
  static final int CAMERAS_MAX = 60;

  /** A week. */
  static final double MINUTES_MAX = 7 * 24 * 60;

  static final double EVENTS_PER_SECOND_MAX = 100_000;

  private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");

  ProducerPlan {
    if (!servers.matches("[^,\\s:]+:\\d{1,5}(,[^,\\s:]+:\\d{1,5}){0,15}")) {
      throw new IllegalArgumentException(
          "servers is '%s', it is HOST:PORT, or up to 16 of them with commas between them"
              .formatted(servers));
    }
    if (!TOPIC.matcher(topic).matches()) {
      throw new IllegalArgumentException(
          "topic is '%s', it has 1 to 249 letters, digits, dots, _ and -".formatted(topic));
    }
    checked("cameras", cameras, 1, CAMERAS_MAX);
    checked("minutes", minutes, 0.01, MINUTES_MAX);
    checked("events-per-second", eventsPerSecond, 0, EVENTS_PER_SECOND_MAX);
  }

  private static void checked(String name, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          "%s is %s, the limits are %s and %s".formatted(name, value, min, max));
    }
  }
}
