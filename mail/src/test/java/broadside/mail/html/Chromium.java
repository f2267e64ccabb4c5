package broadside.mail.html;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The real browser in which tests look at pages. It reaches nobody but this machine. */
public final class Chromium implements AutoCloseable {
  /** Fires what a handler could wait for at every element, but follows no link. */
  public static final String PROVOKE =
      """
      () => { for (const e of document.querySelectorAll('*'))
        for (const t of ['load','error','focus','blur','mouseover','mouseenter','pointerdown','toggle',
                         'input','change','animationstart','animationend','scroll','begin','click'])
          e.dispatchEvent(new Event(t, {cancelable: true})); }\
      """;

  private static final Path PROGRAM = Path.of("/usr/bin/chromium");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** One that has started; a test is skipped where there is none. */
  public static Chromium start() {
    assumeTrue(Files.isExecutable(PROGRAM), "skipped: there is no " + PROGRAM);
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(PROGRAM)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")));
    return new Chromium(playwright, browser);
  }

  /** The browser, which is closed with this. */
  public Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
