package lotwatch.lab.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import lotwatch.gateway.http.BasePath;
import lotwatch.gateway.http.HttpSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The page below a path of a real proxy, in a real browser. */
class ProxyBrowserTest {
  @RegisterExtension static final InBrowser BROWSER = new InBrowser();

  @TempDir Path folder;

  @Test
  void pageWorksWhereTheProxyTakesThePathOff() throws Exception {
    works(HttpSettings.DEFAULT, "/parking/", "http://127.0.0.1:%d/");
  }

  @Test
  void pageWorksWhereTheProxyLeavesThePath() throws Exception {
    works(HttpSettings.DEFAULT.below(new BasePath("/parking")), "/parking", "http://127.0.0.1:%d");
  }

  private void works(HttpSettings settings, String location, String server) throws Exception {
    try (var campus = new PageCampus(settings, 0)) {
      campus.openYard("north", "North yard", "north-gate", new Yard(1, 2, 6));
      campus.openCounted("garage", 40);
      var block =
          "location %s { proxy_pass %s; }"
              .formatted(location, server.formatted(campus.uri().getPort()));
      try (var nginx = Nginx.start(folder, block)) {
        var page = BROWSER.blank(new NewContextOptions());

        navigate(page, nginx.uri().resolve("/parking").toString());

        showsAndFollows(campus, page);
        assertThat(BROWSER.complaints()).isEmpty();
        page.locator(".foot a").first().click();
        assertThat(page.getByText(Pattern.compile("Make a reservation for a plate"))).isVisible();
        assertThat(page.url()).isEqualTo(nginx.uri().resolve("/parking/api/docs").toString());
        assertThat(BROWSER.complaints()).isEmpty();
      }
    }
  }

  private static void showsAndFollows(PageCampus campus, Page page) {
    assertThat(free(page, "garage lot")).hasText("40");
    page.waitForFunction("() => document.querySelector('.frame').naturalWidth > 0");
    assertThat(page.locator(".bar")).hasCSS("display", Pattern.compile("flex|grid"));
    campus.count("garage");
    assertThat(free(page, "garage lot")).hasText("39");
    var garage = card(page, "garage lot");
    garage.locator("summary").click();
    garage.getByLabel("Licence plate").fill("M-AB 1234");
    garage.locator("button.primary").click();
    assertThat(garage.locator(".told")).containsText("Held until");
    InBrowser.image(page, "proxied");
    page.locator("nav.views a[data-opens=sessions]").click();
    assertThat(page.locator("#sessions-state")).containsText("nobody has reported a car");
  }

  /** A proxy that was only just started may not listen yet. */
  private static void navigate(Page page, String url) {
    long deadline = System.nanoTime() + (long) (InBrowser.PATIENCE_MILLIS * 1_000_000);
    while (true) {
      try {
        page.navigate(url);
        return;
      } catch (PlaywrightException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        page.waitForTimeout(50);
      }
    }
  }

  private static Locator card(Page page, String name) {
    return page.locator(".card", new Page.LocatorOptions().setHasText(name));
  }

  private static Locator free(Page page, String name) {
    return card(page, name).locator(".free-number strong");
  }
}
