package lotwatch.lab.bench.peers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table of Markdown that can be read in a terminal, too. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  /** With these columns. */
  Table(String... columns) {
    rows.add(List.of(columns));
    rows.add(Collections.nCopies(columns.length, "---"));
  }

  /** One more row, with a cell for each column. */
  void add(String... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          "%d cells for %d columns".formatted(cells.length, rows.getFirst().size()));
    }
    rows.add(List.of(cells));
  }

  /** One more row with a remark in its last column, and no cells but these. */
  void remark(String remark, String... cells) {
    var row = new ArrayList<>(List.of(cells));
    row.addAll(Collections.nCopies(rows.getFirst().size() - cells.length - 1, ""));
    row.add(remark.replaceAll("\\s+", " "));
    add(row.toArray(String[]::new));
  }

  @Override
  public String toString() {
    var widths =
        IntStream.range(0, rows.getFirst().size())
            .map(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .toArray();
    return rows.stream()
        .map(row ->
            IntStream.range(0, widths.length)
                .mapToObj(i -> row.get(i) + " ".repeat(widths[i] - row.get(i).length()))
                .collect(Collectors.joining(" | ", "| ", " |\n")))
        .collect(Collectors.joining());
  }
}
