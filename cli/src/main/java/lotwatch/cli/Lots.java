package lotwatch.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code lotwatch lots}: every lot and what is free. */
@Command(
    name = "lots",
    description = "Show every lot and what is free.",
    mixinStandardHelpOptions = true,
    footer = {"", "--url also takes rpc://HOST:PORT and text://HOST:PORT."})
final class Lots implements Callable<Integer> {
  @Mixin Common common = new Common();

  @Override
  public Integer call() throws Failure {
    try (var desk = common.desk()) {
      var lots = desk.lots();
      common.print(common.json ? lots.toString() : table(lots));
      return Exit.OK;
    }
  }

  /** A column of counts is there if all lots have it: the TCP ports tell less than REST. */
  static String table(List<JsonNode> lots) {
    var columns =
        Stream.of("free", "occupied", "reserved", "unknown", "capacity")
            .filter(column -> lots.stream().allMatch(lot -> lot.has(column)))
            .toList();
    var lines = new ArrayList<String>();
    lines.add(line("LOT", columns.stream().map(column -> column.toUpperCase(Locale.ROOT))));
    for (var lot : lots) {
      lines.add(line(lot.path("id").asString(""), columns.stream().map(lot::path)));
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static String line(String lot, Stream<?> cells) {
    return "%-24s".formatted(lot) + cells.map(" %8s"::formatted).collect(Collectors.joining());
  }
}
