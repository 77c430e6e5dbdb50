package lotwatch.lab.page;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One browser for the tests of a class, and a new page for each of them. */
final class InBrowser implements BeforeAllCallback, AfterAllCallback, AfterEachCallback {
  static final double PATIENCE_MILLIS = 60_000;

  private static final Path IMAGES = Path.of("target", "page");

  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private @Nullable Chromium chromium;
  private @Nullable BrowserContext context;

  @Override
  public void beforeAll(ExtensionContext ignored) {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    chromium = Chromium.start();
  }

  /** Opens a page. */
  Page open(URI address) {
    return open(address, new NewContextOptions());
  }

  /** The same in a window of another kind. */
  Page open(URI address, NewContextOptions window) {
    var page = blank(window);
    page.navigate(address.toString());
    return page;
  }

  /** A page that shows nothing yet; others of its context share its browser's profile. */
  Page blank(NewContextOptions window) {
    complaints.clear();
    context = Objects.requireNonNull(chromium).browser().newContext(window);
    context.setDefaultTimeout(PATIENCE_MILLIS);
    var page = context.newPage();
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") || message.type().equals("warning")) {
        complaints.add(message.text());
      }
    });
    page.onPageError(complaints::add);
    return page;
  }

  /** What the page complained of in its console since it was opened. */
  List<String> complaints() {
    return complaints;
  }

  /** Keeps an image of the page, for people. */
  static void image(Page page, String name) {
    page.screenshot(
        new ScreenshotOptions().setPath(IMAGES.resolve(name + ".png")).setFullPage(true));
  }

  @Override
  public void afterEach(ExtensionContext ignored) {
    if (context != null) {
      context.close();
      context = null;
    }
  }

  @Override
  public void afterAll(ExtensionContext ignored) {
    if (chromium != null) {
      chromium.close();
    }
  }
}
