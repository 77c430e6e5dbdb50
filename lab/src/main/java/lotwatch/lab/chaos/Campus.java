package lotwatch.lab.chaos;

import java.time.Duration;

/** What the nodes of a run are told of the campus: lots without cameras, and short holds. */
final class Campus {
  /** Places in each lot that clients share. */
  static final int CAPACITY = 3;

  /** How long a reservation holds. */
  static final Duration HOLD = Duration.ofSeconds(5);

  /** So many lots one after the other are there for each group of clients. */
  static final int SERIES_MAX = 250;

  /** What the names of lots begin with in which one reservation at a time is watched. */
  static final String HOLD_LOT = "hold";

  /** So many of them. */
  static final int HOLD_LOTS = 4;

  private static final int SHOWN = 2;

  /** Pieces of a second, many of them encoded twice; what is kept fits a small disk. */
  private static final String RECORDINGS =
      "recordings: {piece: 1, recheck: 0.3, bytes-max: 256, free-disk-min: 64}\n";

  private Campus() {}

  /** A lot that a group of clients shares. */
  static String lot(int group, int series) {
    return "lot%d-%d".formatted(group, series);
  }

  /** The file of every node. */
  static String file() {
    var text =
        new StringBuilder(
            RECORDINGS
                + """
                sim: {cameras: false}
                text: {port: -1}
                rpc: {port: -1}
                sensor: {port: -1}
                pubsub: {port: -1}
                replica: {snapshot-interval: 10, free-disk-min: 64}
                ledger: {hold: %d}
                lots:
                """
                    .formatted(HOLD.toSeconds()));
    for (int group = 0; group < Clients.COUNT / Clients.PER_LOT; group++) {
      for (int series = 0; series < SERIES_MAX; series++) {
        text.append(line(lot(group, series)));
      }
    }
    for (int i = 0; i < HOLD_LOTS; i++) {
      text.append(line(HOLD_LOT + i));
    }
    return text.toString();
  }

  private static String line(String lot) {
    return "  - {id: %s, capacity: %d, occupied: 0}%n".formatted(lot, CAPACITY);
  }

  /** The file of another campus, which nobody asked for. */
  static String otherFile() {
    return RECORDINGS
        + """
        sim: {cameras: false}
        text: {port: -1}
        rpc: {port: -1}
        sensor: {port: -1}
        pubsub: {port: -1}
        ledger: {hold: 3600}
        lots: [{id: other, capacity: 7, occupied: 7}]
        """;
  }

  /** A plate as events show it. */
  static String masked(String plate) {
    int hidden = plate.length() - SHOWN;
    return "*".repeat(hidden) + plate.substring(hidden);
  }
}
