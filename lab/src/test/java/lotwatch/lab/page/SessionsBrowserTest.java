package lotwatch.lab.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.RequestOptions;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lotwatch.records.Money;
import lotwatch.records.Reason;
import lotwatch.sessions.Tariff;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The view of the sessions in a real browser: cars are reported over REST as others report them.
 */
class SessionsBrowserTest {
  /** 1.50 for each quarter of an hour. */
  private static final Tariff TARIFF = new Tariff("EUR", 900, 150, 0, 0);

  @RegisterExtension static final InBrowser BROWSER = new InBrowser();

  private PageCampus campus;
  private Page page;

  @BeforeEach
  void open() {
    campus = new PageCampus(0);
    campus.charge(TARIFF);
    campus.openYard("north", "North yard", "north-gate", new Yard(1, 2, 6));
    campus.openCounted("garage", 40);
    page = BROWSER.open(campus.uri());
    page.locator("nav.views a", new Page.LocatorOptions().setHasText("Sessions")).click();
  }

  @AfterEach
  void shut() {
    campus.close();
  }

  @Test
  void sessionAppearsRunsAndEndsWithoutReload() {
    assertThat(page.locator("#sessions-state")).containsText("nobody has reported a car");
    InBrowser.image(page, "sessions-empty");

    see("29A-12345", "north/3", "ENTERING", 400);

    var row = row("45");
    assertThat(row).containsText("North yard, spot 3");
    assertThat(row).containsText("€0.00");
    assertThat(row).not().containsText("29A");
    assertThat(tab("Active")).hasText("Active 1");
    var duration = row.locator("[data-label=Duration]");
    assertThat(duration).hasText(Pattern.compile("\\d+ min \\d+ s"));
    var before = duration.textContent();
    assertThat(duration).not().hasText(before);
    see("29A-12345", "north/3", "PARKED", 0);
    assertThat(row).containsText("€1.50");

    see("29A-12345", "north/3", "EXITING", 0);

    assertThat(page.locator("#sessions-state")).containsText("No car is parked now");
    tab("Ended").click();
    assertThat(row("45")).containsText("Left");
    assertThat(row("45")).containsText("€1.50");
    page.reload();
    assertThat(row("45")).containsText("Left");
    page.goBack();
    assertThat(tab("Active")).hasAttribute("aria-current", "true");
    assertThat(BROWSER.complaints()).isEmpty();
  }

  @Test
  void searchIsByPlaceAndByTheEndOfThePlate() {
    see("29A-12345", "north/3", "ENTERING", 100);
    see("29A-12346", "north/4", "ENTERING", 90);
    see("29A-67845", "garage", "ENTERING", 80);
    assertThat(rows()).hasCount(3);
    assertThat(rows().first()).containsText("garage");

    page.getByLabel("Plate ends with").fill("45");
    assertThat(rows()).hasCount(2);
    page.getByLabel("Place", new Page.GetByLabelOptions().setExact(true)).fill("yard");
    assertThat(rows()).hasCount(1);
    assertThat(rows()).containsText("spot 3");
    page.reload();
    assertThat(rows()).hasCount(1);
    page.getByLabel("Plate ends with").fill("99");
    assertThat(page.locator("#sessions-state")).containsText("matches this search");
    page.getByText("Clear", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(rows()).hasCount(3);
    assertThat(BROWSER.complaints()).isEmpty();
  }

  @Test
  void tenThousandSessionsAreCountedAndTheNewestShown() {
    assertThat(page.locator("#sessions-state")).containsText("nobody has reported a car");

    page.evaluate(
        """
        async () => {
          const { put } = await import('./js/sessions/known.js');
          for (let i = 0; i < 10000; i++) {
            put({ id: `s${i}`, revision: 1, plate: '*******45', location: 'garage', seconds: 0,
              start: new Date(Date.now() - i * 1000).toISOString(), end: new Date().toISOString(),
              cost: 150, currency: 'EUR', state: 'active' });
          }
        }\
        """);

    assertThat(page.locator(".sessions-shown")).containsText("The newest 200 of 10,000");
    assertThat(rows()).hasCount(200);
    assertThat(page.locator(".session-list .session-tiles")).containsText("€15,000.00");
  }

  @Test
  void olderRevisionReplacesNoNewerOneAndMoneyHasItsOwnMinorUnits() {
    var said =
        page.evaluate(
            """
            async () => {
              const { known, put } = await import('./js/sessions/known.js');
              const { money } = await import('./js/sessions/money.js');
              const at = new Date().toISOString();
              const session = { id: 's', plate: '45', location: 'p', start: at, end: at,
                seconds: 0, cost: 0, currency: 'EUR' };
              put({ ...session, revision: 3, state: 'closed' });
              put({ ...session, revision: 2, state: 'active' });
              return [known.active.size, known.ended.get('s').revision, money(12345, 'EUR'),
                money(12345, 'VND'), money(12345, 'BHD').replace(/\\s/, ' '),
                money(12345, 'HUF').replace(/\\s/, ' ')].join('|');
            }\
            """);

    assertThat(said).isEqualTo("0|3|€123.45|₫12,345|BHD 12.345|HUF 123.45");
  }

  /** Of every currency that somebody pays with. */
  @Test
  void pageAndServerAgreeHowManyDigitsTheMinorUnitsHave() {
    var currencies =
        Stream.of(Locale.getISOCountries())
            .map(country -> Currency.getInstance(Locale.of("", country)))
            .filter(Objects::nonNull)
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toCollection(TreeSet::new));

    var said =
        page.evaluate(
            """
            async (codes) => {
              const { amount } = await import('./js/sessions/money.js');
              return codes.map((code) => `${code} ${amount(1234567, code)}`).join(' ');
            }\
            """,
            List.copyOf(currencies));

    assertThat(currencies).contains("EUR", "HUF", "IDR", "IQD", "JPY", "PKR");
    assertThat(said)
        .isEqualTo(
            currencies.stream()
                .map(code -> code + " " + Money.amount(1_234_567, code))
                .collect(Collectors.joining(" ")));
  }

  @Test
  void nothingIsCutOffOnAPhoneAndAllIsReachedByKeyboard() {
    see("29A-12345", "north/3", "ENTERING", 400);
    see("29A-12345", "north/3", "EXITING", 0);
    page.setViewportSize(320, 800);
    tab("Ended").click();
    assertThat(rows()).hasCount(1);
    InBrowser.image(page, "sessions-phone");

    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
    assertThat(rows().evaluate("row => row.scrollWidth <= row.clientWidth")).isEqualTo(true);
    assertThat(
            page.locator(".session-list .session-scroll")
                .evaluate("box => box.scrollWidth <= box.clientWidth"))
        .isEqualTo(true);
    page.navigate(campus.uri() + "#sessions");
    page.locator(".brand").focus();
    var reached = new CopyOnWriteArrayList<String>();
    for (int i = 0; i < 9; i++) {
      page.keyboard().press("Tab");
      reached.add(
          String.valueOf(
              page.evaluate(
                  "document.activeElement.id || document.activeElement.getAttribute('href')")));
    }
    assertThat(reached)
        .contains("#now", "#sessions", "#sessions?state=ended", "session-place", "session-plate");
  }

  @Test
  void whatIsOfNoUseIsShownWithWhatToDo() {
    assertThat(page.locator("#sessions-state")).containsText("nobody has reported a car");
    var unused = page.locator(".unused");
    assertThat(unused).isHidden();
    for (var wrong : List.of("nowhere", "nowhere", "north/99")) {
      report("29A-12345", wrong, "PARKED", 0);
    }
    report("29A-12345", "north/3", "FLYING", 0);

    page.reload();

    assertThat(unused).containsText("3 sightings by REST");
    assertThat(unused).containsText("Mend its name where it is sent");
    assertThat(unused.locator("li").first()).containsText("1 request by REST");
    report("A".repeat(33), "north/3", "PARKED", 0);
    assertThat(unused.locator("li").first()).containsText("The plate is missing, too long");
    assertThat(unused).not().containsText("AAA");
    campus.bury("raw-data", Reason.STATUS_UNKNOWN, 1_234);
    page.reload();
    assertThat(unused.locator("li").first()).containsText("1,234 records of the topic raw-data");
    assertThat(unused.locator("li").first()).containsText("Cars do nothing of that name");
    assertThat(unused.locator("li").first()).containsText("topic of dead letters has them");
    Accessibility.check(page, "sessions-unused");
    assertThat(BROWSER.complaints()).isEmpty();
  }

  @Test
  void plateAtTwoPlacesIsShownWithBothUntilItLeavesOne() {
    see("29A-67890", "north/4", "ENTERING", 100);
    see("29A-12345", "north/3", "ENTERING", 90);
    see("29A-12345", "garage", "ENTERING", 60);
    assertThat(rows()).hasCount(3);
    var clones = page.locator(".clones");
    assertThat(clones).isHidden();

    see("29A-12345", "north/3", "PARKED", 30);

    assertThat(clones).containsText("A plate is at two places at once");
    assertThat(clones.locator("li")).hasText("*******45 North yard, spot 3 and garage lot");
    assertThat(rows().locator(".clone:visible")).hasCount(2);
    assertThat(clones).not().containsText("12345");
    InBrowser.image(page, "sessions-clones");
    Accessibility.check(page, "sessions-clones");
    assertThat(clones.locator("a").first())
        .hasAttribute("href", Pattern.compile("#sessions\\?id=.+"));

    see("29A-12345", "garage", "EXITING", 0);

    assertThat(clones).isHidden();
    assertThat(BROWSER.complaints()).isEmpty();
  }

  @Test
  void everybodyCanReadWhoIsParked() {
    see("29A-12345", "north/3", "ENTERING", 400);
    see("29A-67890", "garage", "ENTERING", 400);
    assertThat(rows()).hasCount(2);

    Accessibility.check(page, "sessions-live");
    page.getByLabel("Plate ends with").fill("99");
    assertThat(page.locator("#sessions-state")).containsText("matches this search");
    Accessibility.check(page, "sessions-none");
  }

  /** Somebody reports a car as it was so many seconds ago. */
  private void see(String plate, String location, String status, long secondsAgo) {
    assertThat(report(plate, location, status, secondsAgo)).contains("\"counted\":1");
  }

  private String report(String plate, String location, String status, long secondsAgo) {
    var sighting =
        Map.of(
            "plate",
            plate,
            "location",
            location,
            "status",
            status,
            "time",
            Instant.now().getEpochSecond() - secondsAgo);
    var answer =
        page.request()
            .post(
                campus.uri() + "api/sightings",
                RequestOptions.create().setData(Map.of("sightings", List.of(sighting))));
    return answer.text();
  }

  private Locator rows() {
    return page.locator(".session-list tbody tr");
  }

  private Locator row(String endOfPlate) {
    return rows().filter(new Locator.FilterOptions().setHasText(endOfPlate));
  }

  private Locator tab(String name) {
    return page.locator("#sessions nav a", new Page.LocatorOptions().setHasText(name));
  }
}
