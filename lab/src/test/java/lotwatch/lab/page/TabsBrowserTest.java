package lotwatch.lab.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many tabs of one browser, which opens no more than six connections to a server. */
class TabsBrowserTest {
  private static final int TABS = 8;

  @RegisterExtension static final InBrowser BROWSER = new InBrowser();

  private PageCampus campus;
  private BrowserContext context;

  @BeforeEach
  void open() {
    campus = new PageCampus(0);
    campus.openYard("north", "North yard", "north-gate", new Yard(1, 2, 6));
    campus.openCounted("garage", 40);
    context = BROWSER.blank(new NewContextOptions()).context();
  }

  @AfterEach
  void shut() {
    campus.close();
  }

  @Test
  void allTabsShowTheLotsAndWhatHappensByOneStream() {
    var tabs = tabs();
    for (var tab : tabs) {
      assertThat(free(tab, "garage lot")).hasText("40");
    }

    campus.count("garage");
    campus.park("north-gate", 3, true);

    for (var tab : tabs) {
      assertThat(free(tab, "garage lot")).hasText("39");
      assertThat(free(tab, "North yard")).hasText("11");
      assertThat(tab.locator("body")).hasAttribute("data-connection", "live");
    }
    awaitOneListener(tabs.getFirst());
  }

  /** Streams that only told a tab how things are end with the next word that is said to them. */
  private void awaitOneListener(Page tab) {
    long deadline = System.nanoTime() + (long) (InBrowser.PATIENCE_MILLIS * 1_000_000);
    while (campus.listeners() != 1) {
      assertThat(System.nanoTime()).as(campus.listeners() + " streams").isLessThan(deadline);
      tab.waitForTimeout(50);
    }
  }

  @Test
  void tabsGoOnWhenTheFirstIsClosedAndWhenTheServerComesBack() {
    var tabs = tabs();
    for (var tab : tabs) {
      assertThat(free(tab, "garage lot")).hasText("40");
    }

    tabs.removeFirst().close();
    campus.count("garage");

    for (var tab : tabs) {
      assertThat(free(tab, "garage lot")).hasText("39");
    }
    campus.leave();
    for (var tab : tabs) {
      assertThat(tab.locator("body")).hasAttribute("data-connection", "lost");
    }
    campus.count("garage");
    campus.comeBack();
    for (var tab : tabs) {
      assertThat(tab.locator("body")).hasAttribute("data-connection", "live");
      assertThat(free(tab, "garage lot")).hasText("38");
    }
  }

  @Test
  void browserWithoutSharedWorkersListensByItself() {
    context.addInitScript("delete window.SharedWorker");
    var tab = tab();

    assertThat(free(tab, "garage lot")).hasText("40");
    campus.count("garage");
    assertThat(free(tab, "garage lot")).hasText("39");
  }

  private List<Page> tabs() {
    var tabs = new ArrayList<Page>();
    for (int i = 0; i < TABS; i++) {
      tabs.add(tab());
    }
    return tabs;
  }

  private Page tab() {
    var tab = context.newPage();
    tab.navigate(campus.uri().toString());
    return tab;
  }

  private static Locator free(Page tab, String name) {
    return tab.locator(".card", new Page.LocatorOptions().setHasText(name))
        .locator(".free-number strong");
  }
}
