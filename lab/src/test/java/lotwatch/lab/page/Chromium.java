package lotwatch.lab.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Debian's chromium, driven by Playwright; started once for all tests of a class. */
final class Chromium implements AutoCloseable {
  /** A name that leads to this machine, as any site can make one of its own do. */
  static final String OTHER_HOST = "other.example";

  private static final Path BINARY = Path.of("/usr/bin/chromium");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright) {
    this.playwright = playwright;
    browser =
        playwright
            .chromium()
            .launch(
                new LaunchOptions()
                    .setExecutablePath(BINARY)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--host-resolver-rules=MAP " + OTHER_HOST + " 127.0.0.1")));
  }

  /** Starts it; without one the test is skipped, saying so. */
  static Chromium start() {
    Assumptions.assumeTrue(
        Files.isExecutable(BINARY),
        "no browser: " + BINARY + " is missing (apt-get install chromium)");
    return new Chromium(
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))));
  }

  Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
