package lotwatch.lab.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import lotwatch.gateway.http.BasePath;
import lotwatch.gateway.http.HttpSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page below a path of a real proxy, in a real browser. */
class ProxyBrowserTest {
  private static final double PATIENCE_MILLIS = 60_000;
  private static final Path IMAGES = Path.of("target", "page");
  private static Chromium chromium;

  @TempDir Path folder;

  private final List<String> complaints = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void startBrowser() {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    chromium = Chromium.start();
  }

  @AfterAll
  static void stopBrowser() {
    if (chromium != null) {
      chromium.close();
    }
  }

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
      try (var nginx = Nginx.start(folder, block);
          var context = chromium.browser().newContext()) {
        context.setDefaultTimeout(PATIENCE_MILLIS);
        var page = context.newPage();
        page.onConsoleMessage(message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.text());
          }
        });
        page.onPageError(complaints::add);

        navigate(page, nginx.uri().resolve("/parking").toString());

        showsAndFollows(campus, page);
        assertThat(complaints).isEmpty();
        page.locator(".foot a").first().click();
        assertThat(page.getByText(Pattern.compile("Make a reservation for a plate"))).isVisible();
        assertThat(page.url()).isEqualTo(nginx.uri().resolve("/parking/api/docs").toString());
        assertThat(complaints).isEmpty();
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
    page.screenshot(
        new ScreenshotOptions().setPath(IMAGES.resolve("proxied.png")).setFullPage(true));
    page.locator("nav.views a[data-opens=sessions]").click();
    assertThat(page.locator("#sessions-state")).containsText("nobody has reported a car");
  }

  /** A proxy that was only just started may not listen yet. */
  private static void navigate(Page page, String url) {
    long deadline = System.nanoTime() + (long) (PATIENCE_MILLIS * 1_000_000);
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
