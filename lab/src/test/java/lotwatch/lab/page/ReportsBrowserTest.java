package lotwatch.lab.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.http.HttpSettings;
import lotwatch.sessions.Tariff;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reports and the history of sessions in a real browser, over a history in SQL. */
class ReportsBrowserTest {
  /** 1.50 for each quarter of an hour. */
  private static final Tariff TARIFF = new Tariff("EUR", 900, 150, 0, 0);

  @RegisterExtension static final InBrowser BROWSER = new InBrowser();

  private PageCampus campus;
  private Page page;

  @BeforeEach
  void open() {
    campus = new PageCampus(HttpSettings.DEFAULT, 0, Duration.ofDays(3));
    campus.charge(TARIFF);
    campus.openYard("north", "North yard", "north-gate", new Yard(1, 1, 4));
    campus.openCounted("garage", 40);
    page = BROWSER.open(campus.uri());
  }

  @AfterEach
  void shut() {
    campus.close();
  }

  /** A lot of four spots: two taken for a day, then one, then none. */
  private void threeDays() {
    campus.park("north-gate", 1, true);
    campus.park("north-gate", 2, true);
    for (int day = 0; day < 3; day++) {
      for (int hour = 0; hour < 24; hour++) {
        campus.pass(Duration.ofHours(1));
        campus.look("north-gate");
      }
      campus.park("north-gate", 1 + day % 2, false);
    }
    see("29A-12345", "ENTERING", 4_000);
    see("29A-12345", "PARKED", 3_500);
    see("29A-12345", "EXITING", 3_200);
    campus.keepHistory();
    awaitInHistory("29A-12345");
  }

  private void awaitInHistory(String plate) {
    var shown = plate.substring(plate.length() - 2);
    var search = campus.uri() + "api/history/sessions?plate=" + shown;
    MemoryLedger.await(
        "the history of " + plate,
        () -> page.request().get(search).text().contains("\"items\":[{"));
  }

  private void see(String plate, String status, long secondsAgo) {
    var sighting =
        Map.of(
            "plate",
            plate,
            "location",
            "north/3",
            "status",
            status,
            "time",
            Instant.now().getEpochSecond() - secondsAgo);
    var answer =
        page.request()
            .post(
                campus.uri() + "api/sightings",
                RequestOptions.create()
                    .setData(Map.of("sightings", List.of(sighting), "stream", "gate")));
    assertThat(answer.text()).contains("\"counted\":1");
  }

  private void reports() {
    page.locator("nav.views a", new Page.LocatorOptions().setHasText("Reports")).click();
    page.locator("#report-lot").selectOption("north");
  }

  private Locator figure(String id) {
    return page.locator("#figure-" + id);
  }

  private Locator tool(String id, String name) {
    return figure(id).getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
  }

  @Test
  void reportShowsWhatTheHistoryKnowsAsChartTableAndFile() throws IOException {
    threeDays();
    reports();

    var tiles = page.locator("#report-body .session-tiles");
    assertThat(tiles).containsText("€1.50");
    assertThat(tiles).containsText("of 4");
    assertThat(tiles).containsText(Pattern.compile("Occupied on average\\s*\\d+ %"));
    assertThat(figure("occupancy").locator("canvas")).isVisible();
    assertThat(figure("revenue").locator("canvas")).isVisible();
    assertThat(figure("heatmap").locator("td[data-level='2']").first()).hasText("50");
    InBrowser.image(page, "reports");

    tool("occupancy", "Table").click();
    assertThat(figure("occupancy").locator("canvas")).not().isVisible();
    var lines = figure("occupancy").locator(".figure-table tbody tr");
    assertThat(lines.nth(5)).containsText("2");
    assertThat(lines.count()).isBetween(71, 74);
    var file = page.waitForDownload(() -> tool("occupancy", "CSV").click());
    assertThat(Files.readString(file.path()))
        .startsWith("From,Occupied,Peak,Reserved,Unknown,Free,Capacity\r\n")
        .contains("Z,2,2,0,0,2,4\r\n");
    var revenue = page.waitForDownload(() -> tool("revenue", "CSV").click());
    assertThat(Files.readString(revenue.path()))
        .startsWith("From,Sessions,Revenue (EUR)\r\n")
        .contains(",1,1.50\r\n");

    page.locator("#report-lot").selectOption("*");
    assertThat(figure("occupancy")).isHidden();
    assertThat(figure("heatmap")).isHidden();
    assertThat(figure("revenue").locator("canvas")).isVisible();
    assertThat(tiles).containsText("€1.50");
    page.goBack();
    assertThat(lines.nth(5)).containsText("2");

    page.locator("#reports nav a", new Page.LocatorOptions().setHasText("4 weeks")).click();
    assertThat(lines.nth(4)).isHidden();
    page.goBack();
    assertThat(lines.nth(5)).containsText("2");
    page.reload();
    assertThat(page.getByLabel("Lot", new Page.GetByLabelOptions().setExact(true)))
        .hasValue("north");
    assertThat(BROWSER.complaints()).isEmpty();
  }

  @Test
  void nothingKnownIsSaidAndSoIsAHistoryThatDoesNotAnswer() {
    page.locator("nav.views a", new Page.LocatorOptions().setHasText("Reports")).click();
    assertThat(page.locator("#reports-state")).containsText("could not be read");
    assertThat(page.locator("#reports-state")).containsText("The next try");

    campus.keepHistory();

    assertThat(figure("revenue")).containsText("No session of this lot ended");
    assertThat(page.locator("#reports-state")).isHidden();
    assertThat(tool("revenue", "CSV")).isDisabled();
  }

  @Test
  void historyIsSearchedAndASessionHasItsTimeline() {
    threeDays();
    see("29A-67890", "ENTERING", 1_000);
    awaitInHistory("29A-67890");
    page.navigate(campus.uri() + "#sessions?state=history");
    var rows = page.locator(".session-history tbody tr");
    assertThat(rows).hasCount(2);
    assertThat(rows.first()).containsText("90");
    assertThat(rows.first()).containsText("Parked");

    page.getByLabel("Plate as shown").fill("45");
    assertThat(rows).hasCount(1);
    page.reload();
    assertThat(rows).hasCount(1);
    rows.first().getByRole(AriaRole.LINK).click();

    var timeline = page.locator(".session-timeline");
    assertThat(timeline).containsText("North yard, spot 3");
    assertThat(timeline.locator("tbody tr")).hasCount(3);
    assertThat(timeline.locator("tbody tr").first()).containsText("Left");
    assertThat(timeline.locator("tbody tr").first()).containsText("€1.50");
    InBrowser.image(page, "session-timeline");
    timeline.getByText("Back to the sessions").click();
    assertThat(rows).hasCount(1);
    page.getByLabel("Plate as shown").fill("");
    page.locator("#history-place").fill("NORTH/3");
    assertThat(rows).hasCount(2);
    page.locator("#history-place").fill("south");
    assertThat(rows).hasCount(0);
    page.locator("#history-place").fill("");
    page.getByLabel("Plate as shown").fill("nobody");
    assertThat(page.locator(".session-history")).containsText("matches this search");
    assertThat(BROWSER.complaints()).isEmpty();
  }

  @Test
  void historyThatIsOpenShowsWhatHappensMeanwhile() {
    threeDays();
    page.navigate(campus.uri() + "#sessions?state=history");
    var rows = page.locator(".session-history tbody tr");
    assertThat(rows).hasCount(1);
    page.evaluate("window.sameDocument = true");

    see("29A-67890", "ENTERING", 1_000);

    assertThat(rows).hasCount(2);
    assertThat(rows.first()).containsText("Parked");
    see("29A-67890", "EXITING", 900);
    assertThat(rows.first()).containsText("Left");
    assertThat(page.evaluate("window.sameDocument")).isEqualTo(true);
    assertThat(BROWSER.complaints()).isEmpty();
  }

  @Test
  void everybodyCanReadHistoryTimelineAndReports() {
    threeDays();
    page.navigate(campus.uri() + "#sessions?state=history");
    var rows = page.locator(".session-history tbody tr");
    assertThat(rows).hasCount(1);
    Accessibility.check(page, "history");

    rows.first().getByRole(AriaRole.LINK).click();
    assertThat(page.locator(".session-timeline tbody tr")).hasCount(3);
    Accessibility.check(page, "timeline");

    reports();
    assertThat(figure("occupancy").locator("canvas")).isVisible();
    Accessibility.check(page, "reports");
    for (var id : List.of("occupancy", "revenue", "heatmap")) {
      tool(id, "Table").click();
    }
    Accessibility.check(page, "reports-tables");
  }

  @Test
  void chartOfNothingHasNoAmountBesideZero() {
    var said =
        page.evaluate(
            """
            async () => {
              const { revenueChart } = await import('./js/reports/charts.js');
              const written = new Set();
              const chart = revenueChart((minor) => { written.add(minor); return `${minor}`; });
              document.body.append(chart.element);
              const report = (minor) => ({ from: 0, to: 36e5, occupancy: { by: 'hour' }, revenue:
                { by: 'hour', currency: 'EUR', points: [{ at: new Date(0).toISOString(), minor }] } });
              const drawn = async (minor) => {
                written.clear();
                chart.draw(report(minor));
                await new Promise((done) => setTimeout(done, 100));
                return [...written].sort((a, b) => a - b).join();
              };
              return [await drawn(0), await drawn(1), await drawn(10)].join('|');
            }\
            """);

    assertThat(said).isEqualTo("0|0,1|0,2,4,6,8,10");
  }

  @Test
  void reportsFitAPhone() {
    threeDays();
    page.setViewportSize(320, 800);
    reports();
    assertThat(figure("occupancy").locator("canvas")).isVisible();
    InBrowser.image(page, "reports-phone");
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
  }
}
