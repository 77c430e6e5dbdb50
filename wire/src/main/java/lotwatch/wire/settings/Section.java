package lotwatch.wire.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * One section of the operator's configuration. Asking for a key makes it known; a key that nobody
 * asks for is an error. A value that cannot be used is noted with its line and the default is
 * returned, so that all problems are found in one reading.
 */
public interface Section {
  /** The shortest wait that can be configured. */
  Duration WAIT_MIN = Duration.ofMillis(100);

  /** The longest wait for what somebody waits for. */
  Duration HOUR_MAX = Duration.ofHours(1);

  /** The longest wait for a connection that is idle. */
  Duration DAY_MAX = Duration.ofDays(1);

  /** The longest wait of all. */
  Duration WEEK_MAX = Duration.ofDays(7);

  /** Connections of one kind. */
  int CONNECTIONS_MAX = 1_000_000;

  /** The last port. */
  int PORT_MAX = 65_535;

  /** The section of this name in this one; empty if it is not there. */
  Section section(String key);

  /** Every entry of a list of sections, read by {@code reader}; none if the key is absent. */
  <T> List<T> list(String key, Function<Section, Optional<T>> reader);

  /** A text. */
  String text(String key, String otherwise);

  /** A text that must be there; empty, and a problem, if it is not. */
  String text(String key);

  /** A path as it is written. */
  Path path(String key, String otherwise);

  /** A whole number from {@code min} to {@code max}. */
  int integer(String key, int otherwise, int min, int max);

  /** A number from {@code min} to {@code max}. */
  double number(String key, double otherwise, double min, double max);

  /** A time in seconds, fractions allowed, from {@code min} to {@code max}. */
  Duration seconds(String key, Duration otherwise, Duration min, Duration max);

  /** A port; -1 or null leaves its port closed. */
  OptionalInt port(String key, int otherwise);

  /** True or false. */
  boolean flag(String key, boolean otherwise);

  /** One of an enum's names, in lower case. */
  <E extends Enum<E>> E choice(String key, E otherwise, Class<E> kinds);

  /** Notes that a key's value cannot be used. */
  void problem(String key, String what);

  /** Notes that several keys, maybe of other sections, cannot be used together. */
  void problemOf(String keys, String what);
}
