package lotwatch.lab.bench.finder;

import java.util.List;
import java.util.stream.Collectors;

/** A text with tables and figures, as Markdown and as HTML. */
record Page(String title, List<Block> blocks) {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; }
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
      table { border-collapse: collapse; margin: 1rem 0; display: block; overflow-x: auto; }
      th, td { border: 1px solid #8886; padding: .3rem .6rem; text-align: right; }
      th:first-child, td:first-child, tr > :last-child:nth-child(2) { text-align: left; }
      svg { max-width: 100%; height: auto; }
      """;

  Page {
    blocks = List.copyOf(blocks);
  }

  /** What a page is made of. */
  sealed interface Block {}

  record Heading(String text) implements Block {}

  record Text(String text) implements Block {}

  /** Rows of as many cells as the head has. */
  record Table(List<String> head, List<List<String>> rows) implements Block {
    Table {
      head = List.copyOf(head);
      rows = List.copyOf(rows);
    }
  }

  /**
   * A plot.
   *
   * @param file beside the Markdown; the HTML has it inside
   */
  record Figure(Plot plot, String file) implements Block {}

  String markdown() {
    return "# "
        + title
        + "\n\n"
        + blocks.stream().map(Page::markdown).collect(Collectors.joining("\n"));
  }

  private static String markdown(Block block) {
    return switch (block) {
      case Heading heading -> "## " + heading.text() + "\n";
      case Text text -> text.text() + "\n";
      case Table table ->
          row(table.head())
              + "|---".repeat(table.head().size())
              + "|\n"
              + table.rows().stream().map(Page::row).collect(Collectors.joining());
      case Figure figure -> "![%s](%s)%n".formatted(figure.plot().title(), figure.file());
    };
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  /** All in one file. */
  String html() {
    return "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width\">\n<title>%s</title>%n<style>%n%s</style>%n"
            .formatted(escaped(title), STYLE)
        + "<h1>%s</h1>%n".formatted(escaped(title))
        + blocks.stream().map(Page::html).collect(Collectors.joining("\n"))
        + "</html>\n";
  }

  private static String html(Block block) {
    return switch (block) {
      case Heading heading -> "<h2>%s</h2>%n".formatted(escaped(heading.text()));
      case Text text -> "<p>%s</p>%n".formatted(escaped(text.text()));
      case Table table ->
          "<table>\n<tr>%s</tr>%n%s</table>%n"
              .formatted(
                  cells(table.head(), "th"),
                  table.rows().stream()
                      .map(row -> "<tr>%s</tr>%n".formatted(cells(row, "td")))
                      .collect(Collectors.joining()));
      case Figure figure ->
          "<div role=\"img\" aria-label=\"%s\">%s</div>%n"
              .formatted(escaped(figure.plot().title()), figure.plot().svg());
    };
  }

  private static String cells(List<String> cells, String tag) {
    return cells.stream()
        .map(cell -> "<%s>%s</%s>".formatted(tag, escaped(cell), tag))
        .collect(Collectors.joining());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
