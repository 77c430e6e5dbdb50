package lotwatch.cli.eval;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** Results as people and programs read them. */
public final class Report {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Report() {}

  /** The part of all labels of all sets that sight got right, 0..1. */
  public static double accuracy(List<SetResult> results) {
    var labels = results.stream().mapToInt(SetResult::labels).sum();
    var right = results.stream().mapToInt(SetResult::right).sum();
    return labels == 0 ? 0 : (double) right / labels;
  }

  /** A table, one line a set, the last line all of them. */
  public static String text(List<SetResult> results) {
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-20s %8s %9s %12s %12s %7s %6s %10s%n",
            "set",
            "labels",
            "accuracy",
            "free as occ.",
            "occ. as free",
            "unseen",
            "flips",
            "us a spot"));
    for (var r : results) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-20s %8d %8.2f%% %5d / %5d %5d / %5d %7d %6d %10.0f%n",
              r.name(),
              r.labels(),
              100 * r.accuracy(),
              r.freeWrong(),
              r.freeRight() + r.freeWrong(),
              r.occupiedWrong(),
              r.occupiedRight() + r.occupiedWrong(),
              r.unseen(),
              r.flips(),
              (r.cutNanos() + r.netNanos()) / 1e3));
    }
    var labels = results.stream().mapToInt(SetResult::labels).sum();
    return text.append(
            String.format(
                Locale.ROOT, "%-20s %8d %8.2f%%%n", "all", labels, 100 * accuracy(results)))
        .toString();
  }

  /** The same as one JSON object: "accuracy" over all, and "sets" with what each is made of. */
  public static String json(List<SetResult> results) {
    var root = JSON.createObjectNode();
    root.put("accuracy", accuracy(results));
    root.put("labels", results.stream().mapToInt(SetResult::labels).sum());
    var sets = root.putArray("sets");
    for (var result : results) {
      write(result, sets.addObject());
    }
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
  }

  private static void write(SetResult r, ObjectNode node) {
    node.put("set", r.name());
    node.put("accuracy", r.accuracy());
    node.put("labels", r.labels());
    var confusion = node.putObject("confusion");
    confusion.put("freeSeenFree", r.freeRight());
    confusion.put("freeSeenOccupied", r.freeWrong());
    confusion.put("occupiedSeenOccupied", r.occupiedRight());
    confusion.put("occupiedSeenFree", r.occupiedWrong());
    confusion.put("unseen", r.unseen());
    node.put("flips", r.flips());
    node.put("cutMicrosPerSpot", r.cutNanos() / 1e3);
    node.put("netMicrosPerSpot", r.netNanos() / 1e3);
    var mistakes = node.putArray("mistakes");
    for (var m : r.mistakes()) {
      mistakes
          .addObject()
          .put("image", m.image())
          .put("spot", m.spot())
          .put("truth", m.occupied() ? "occupied" : "free")
          .put("occupied", m.probability());
    }
  }
}
