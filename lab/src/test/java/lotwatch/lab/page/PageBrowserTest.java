package lotwatch.lab.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import lotwatch.wire.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page in a real browser against a real server with the real ledger. */
class PageBrowserTest {
  @RegisterExtension static final InBrowser BROWSER = new InBrowser();

  private PageCampus campus;
  private Page page;

  @BeforeEach
  void open() {
    campus = new PageCampus(0);
    campus.openYard("north", "North yard", "north-gate", new Yard(1, 2, 6));
    campus.openCounted("garage", 40);
    page = BROWSER.open(campus.uri(), new NewContextOptions().setViewportSize(1440, 1000));
  }

  @AfterEach
  void shut() {
    campus.close();
  }

  @Test
  void lotsShowAndChangeWithoutReload() {
    assertThat(free("North yard")).hasText("12");
    page.evaluate("window.sameDocument = true");

    campus.park("north-gate", 3, true);
    campus.count("garage");

    assertThat(free("North yard")).hasText("11");
    assertThat(free("garage lot")).hasText("39");
    assertThat(page.evaluate("window.sameDocument")).isEqualTo(true);
    assertThat(BROWSER.complaints()).isEmpty();
  }

  @Test
  void spotTurnsInTheImageAndIsToldOnFocus() {
    assertThat(spot("1")).hasAttribute("data-state", "free");
    campus.park("north-gate", 1, true);
    assertThat(spot("1")).hasAttribute("data-state", "occupied");
    page.waitForFunction("() => document.querySelector('.frame').naturalWidth > 0");

    spot("1").focus();

    assertThat(page.locator(".tip")).isVisible();
    assertThat(page.locator(".tip")).containsText(Pattern.compile("occupied, \\d+ % sure"));
    page.keyboard().press("ArrowRight");
    assertThat(page.locator(".tip")).containsText("Spot 2");
    page.keyboard().press("Escape");
    assertThat(page.locator(".tip")).isHidden();
    InBrowser.image(page, "wide");
    assertThat(BROWSER.complaints()).isEmpty();
  }

  @Test
  void silentCameraIsAnnouncedAndItsSpotsAreUnknown() {
    assertThat(spot("1")).hasAttribute("data-state", "free");

    campus.pass(Duration.ofSeconds(20));

    assertThat(page.locator(".banner")).containsText("north-gate is silent");
    assertThat(page.locator(".banner")).containsText("12 spots");
    assertThat(spot("1")).hasAttribute("data-state", "unknown");
    assertThat(card("North yard").locator(".tally .unknown dd")).hasText("12");
    InBrowser.image(page, "silent");
    assertThat(BROWSER.complaints()).isEmpty();
  }

  @Test
  void lotThatNobodySeesDoesNotReadZeroFree() {
    assertThat(free("North yard")).hasText("12");

    campus.pass(Duration.ofSeconds(20));

    assertThat(card("North yard").locator(".tally .unknown dd")).hasText("12");
    assertThat(free("North yard")).hasText("?");
  }

  @Test
  void countOutOfRangeIsSaidAtItsLot() {
    assertThat(card("garage lot").locator(".how")).hasText("counted");

    campus.report("garage", 8_259);

    assertThat(card("garage lot").locator(".how")).hasText("counted, 1 count out of range");
    page.reload();
    assertThat(card("garage lot").locator(".how")).hasText("counted, 1 count out of range");
    assertThat(free("garage lot")).hasText("40");
  }

  @Test
  void cameraWithAFrameDoesNotSayThatThereIsNone() {
    page.waitForFunction("() => document.querySelector('.frame').naturalWidth > 0");

    assertThat(page.locator(".waiting")).isHidden();
  }

  @Test
  void placeIsReservedAndGivenBack() {
    card("North yard").locator("summary").click();
    card("North yard").getByLabel("Licence plate").fill("M-AB 1234");
    campus.look("north-gate"); // on a slow machine it may have been silent for too long
    card("North yard").locator("button.primary").click();

    assertThat(card("North yard").locator(".told")).containsText("Held until");
    assertThat(card("North yard").locator(".tally .reserved dd")).hasText("1");
    card("North yard").locator("button:not(.primary)").click();
    assertThat(card("North yard").locator(".told")).hasText("Given back.");
    assertThat(card("North yard").locator(".tally .reserved dd")).hasText("0");
  }

  @Test
  void everythingIsReachedByKeyboard() {
    assertThat(free("North yard")).hasText("12");
    assertThat(spot("1")).isVisible();
    var reached = new CopyOnWriteArrayList<String>();
    for (int i = 0; i < 30; i++) {
      page.keyboard().press("Tab");
      reached.add(
          String.valueOf(page.evaluate("document.activeElement.getAttribute('class') ?? ''")));
    }

    assertThat(reached).contains("skip", "card", "choice", "spot");
  }

  @Test
  void lostConnectionIsSaidAndTheStreamIsResumed() {
    assertThat(page.locator("body")).hasAttribute("data-connection", "live");
    campus.leave();
    assertThat(page.locator("#connection")).containsText("Connection lost");
    assertThat(page.locator(".banner")).containsText("Connection lost");
    InBrowser.image(page, "lost");

    campus.count("garage");
    campus.comeBack();

    assertThat(page.locator("body")).hasAttribute("data-connection", "live");
    assertThat(free("garage lot")).hasText("39");
  }

  @Test
  void nodesOfAClusterAreShownAndOneThatIsSilent() {
    assertThat(free("North yard")).hasText("12");
    assertThat(page.locator("#nodes")).isHidden();

    campus.cluster("n1", "n2");

    assertThat(page.locator("#nodes tbody tr")).hasCount(3);
    assertThat(page.locator("#nodes-state")).hasText("n1 leads, term 4");
    assertThat(node("n1")).containsText("leader");
    assertThat(node("n2")).containsText("follower");
    assertThat(node("n3")).containsText("missing");
    page.locator("#nodes").scrollIntoViewIfNeeded();
    InBrowser.image(page, "nodes");
    assertThat(BROWSER.complaints()).isEmpty();
  }

  private Locator node(String name) {
    return page.locator("#nodes tbody tr", new Page.LocatorOptions().setHasText(name));
  }

  @Test
  void nothingIsCutOffOnAPhone() {
    page.setViewportSize(375, 800);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    assertThat(free("North yard")).hasText("12");

    InBrowser.image(page, "phone");
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(375);
    assertThat(BROWSER.complaints()).isEmpty();
  }

  @Test
  void everyControlAndImageHasAName() {
    assertThat(spot("1")).isVisible();

    Object nameless =
        page.evaluate(
            """
            [...document.querySelectorAll('a, button, input, img, summary, [role=img], [tabindex]')]
              .filter((e) => e.checkVisibility() && !(e.getAttribute('aria-label') || e.alt
                || e.labels?.length || e.textContent.trim() || e.getAttribute('aria-labelledby')))
              .map((e) => e.outerHTML.slice(0, 120))
            """);
    assertThat((List<?>) nameless).isEmpty();
  }

  @Test
  void docsShowTheApi() {
    page.navigate(campus.uri().resolve("/api/docs").toString());

    assertThat(page.getByText(Pattern.compile("Make a reservation for a plate"))).isVisible();
    InBrowser.image(page, "docs");
    assertThat(BROWSER.complaints()).isEmpty();
  }

  @Test
  void everyWriteThatIsMountedIsDescribed() throws Exception {
    var described =
        Json.object(page.request().get(campus.uri() + "api/openapi.json").body()).get("paths");

    assertThat(campus.routes())
        .filteredOn(route -> !route.startsWith("GET "))
        .hasSize(8)
        .allSatisfy(route -> {
          String[] parts = route.split(" ", -1);
          assertThat(described.path(parts[1]).has(parts[0].toLowerCase(Locale.ROOT)))
              .as(route)
              .isTrue();
        });
  }

  private Locator card(String name) {
    return page.locator(".card", new Page.LocatorOptions().setHasText(name));
  }

  private Locator free(String name) {
    return card(name).locator(".free-number strong");
  }

  private Locator spot(String id) {
    return page.locator(".spot[data-key='north/" + id + "']");
  }
}
