package lotwatch.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Recordings as text. */
final class VideoTable {
  private static final String ROW = "%-30s %-10s %9s %9s  %-20s %s";
  private static final double PERCENT = 100;

  private VideoTable() {}

  /** One line each. */
  static String of(Iterable<JsonNode> recordings) {
    var lines = new ArrayList<String>();
    lines.add(ROW.formatted("LABEL", "STATUS", "PIECES", "PROGRESS", "SINCE", "ID"));
    for (var each : recordings) {
      lines.add(line(each));
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static String line(JsonNode each) {
    return ROW.formatted(
        each.path("label").asString("") + (each.path("pinned").asBoolean() ? " (pinned)" : ""),
        each.path("status").asString(""),
        "%d/%d".formatted(each.path("done").asInt(0), each.path("pieces").asInt(0)),
        each.has("progress")
            ? "%.0f %%".formatted(each.path("progress").asDouble(0) * PERCENT)
            : "",
        each.path("createdAt").asString("").replaceFirst("\\.\\d+", ""),
        each.path("id").asString(""));
  }

  /** One with its pieces. */
  static String whole(JsonNode recording) {
    var lines = new ArrayList<String>();
    lines.add(of(List.of(recording)));
    if (recording.has("reason")) {
      lines.add("because: " + recording.path("reason").asString(""));
    }
    if (recording.has("waits")) {
      lines.add("waits: " + recording.path("waits").asString(""));
    }
    for (var task : recording.path("tasks")) {
      lines.add(
          "  %-6s %5d  %-8s %5.0f %%  %s %s"
              .formatted(
                  task.path("step").asString(""),
                  task.path("index").asInt(0) + 1,
                  task.path("state").asString(""),
                  task.path("progress").asDouble(0) * PERCENT,
                  task.path("worker").asString(""),
                  task.path("reason").asString(""))
              .stripTrailing());
    }
    return String.join(System.lineSeparator(), lines);
  }
}
