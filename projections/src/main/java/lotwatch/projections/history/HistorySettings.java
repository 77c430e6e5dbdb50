package lotwatch.projections.history;

import java.time.Duration;
import lotwatch.wire.settings.Section;

/**
 * Where the history is kept, and how long.
 *
 * @param url of a PostgreSQL database; empty for a SQLite file in the data folder, {@value #OFF}
 *     for no history
 * @param user of the database
 * @param password of the user
 * @param retentionDays after which rows are deleted
 */
public record HistorySettings(String url, String user, String password, int retentionDays) {
  /** What {@code url} says if nothing is to be kept. */
  public static final String OFF = "off";

  /** The most days that can be configured: a hundred years. */
  public static final int RETENTION_DAYS_MAX = 36_500;

  /** A file of this node, for a year. */
  public static final HistorySettings DEFAULT = new HistorySettings("", "", "", 365);

  private static final String POSTGRES = "jdbc:postgresql://";

  /** Reads the section {@code history}. */
  public static HistorySettings read(Section root) {
    var section = root.section("history");
    var url = section.text("url", DEFAULT.url).strip();
    var settings =
        new HistorySettings(
            url,
            section.text("user", DEFAULT.user),
            section.text("password", DEFAULT.password),
            section.integer("retention", DEFAULT.retentionDays, 1, RETENTION_DAYS_MAX));
    if (!url.isEmpty() && !url.equals(OFF) && !url.startsWith(POSTGRES)) {
      section.problem(
          "url",
          "begins with none of %s; it is that of a PostgreSQL database, %s, or empty for a file"
              .formatted(POSTGRES, OFF));
      return DEFAULT;
    }
    return settings;
  }

  /** Whether nothing is kept. */
  public boolean isOff() {
    return url.equals(OFF);
  }

  /** Whether all nodes write into one database. */
  public boolean isShared() {
    return url.startsWith(POSTGRES);
  }

  Duration retention() {
    return Duration.ofDays(retentionDays);
  }

  /** Does not tell the password. */
  @Override
  public String toString() {
    return "HistorySettings[url=%s, user=%s, retentionDays=%d]".formatted(url, user, retentionDays);
  }
}
