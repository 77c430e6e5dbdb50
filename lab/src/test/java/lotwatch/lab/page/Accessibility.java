package lotwatch.lab.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Whether people who see, hear or move otherwise can use what is shown, as far as axe can tell.
 *
 * @see <a href="https://www.w3.org/TR/WCAG22/">WCAG 2.2</a>
 */
final class Accessibility {
  private static final List<Integer> WIDTHS = List.of(320, 1440);
  private static final int HEIGHT = 900;

  private Accessibility() {}

  /** Looks at the view in light and dark, narrow and wide, and keeps an image of each. */
  static void check(Page page, String view) {
    page.evaluate(axe());
    for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      for (int width : WIDTHS) {
        page.emulateMedia(new EmulateMediaOptions().setColorScheme(scheme));
        page.setViewportSize(width, HEIGHT);
        var look = "%s-%s-%d".formatted(view, scheme.name().toLowerCase(Locale.ROOT), width);
        InBrowser.image(page, look);
        assertThat(page.evaluate("document.documentElement.scrollWidth")).as(look).isEqualTo(width);
        assertThat((List<?>) page.evaluate(FAULTS)).as(look).isEmpty();
      }
    }
  }

  private static final String FAULTS =
      """
      async () => {
        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
        const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: tags } });
        return violations.flatMap(({ id, nodes }) =>
          nodes.map(({ target, failureSummary }) => `${id}: ${target}: ${failureSummary}`));
      }\
      """;

  private static String axe() {
    try (var script = Accessibility.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
