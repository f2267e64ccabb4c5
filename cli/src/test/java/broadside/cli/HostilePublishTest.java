package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.mail.html.Chromium;
import broadside.mail.html.ValidHtml;
import broadside.site.Site;
import broadside.site.SiteOptions;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishes mails that were made to harm, and looks at each of them with a real browser. */
@Tag("acceptance")
class HostilePublishTest {
  private static final long HEAP = 512L << 20;
  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f]{12})");
  private static final Pattern RELEASED = Pattern.compile("\"released\":([0-9]+)");

  @TempDir private Path scratch;

  @Test
  void publishesEveryHostileMailAndNoneOfThemActs() throws IOException {
    assertThat(Runtime.getRuntime().maxMemory()).isLessThanOrEqualTo(HEAP);
    Path pub = scratch.resolve("pub");
    Command published =
        Command.run("publish", Corpora.file("hostile.tar.gz"), "--into", pub, "--quiet");
    assertThat(published.code()).as(published.err()).isZero();
    releaseHeld(pub);
    String status = Command.run("status", pub, "--json").out();
    assertThat(status)
        .contains("\"expected\":296", "\"refused\":1", "\"waiting\":0", "\"addsUp\":true")
        .contains("limit-depth", "limit-parts", "limit-header-bytes", "limit-decoded-bytes");
    Matcher released = RELEASED.matcher(status);
    assertThat(released.find()).isTrue();
    int last = Integer.parseInt(released.group(1));
    assertThat(last).isGreaterThan(280);
    assertThat(Command.run("check", pub).code()).isZero();
    SiteOptions options = SiteOptions.of(pub.resolve("public")).withPort(0);
    try (Site site = Site.start(options);
        Chromium chromium = Chromium.start()) {
      assertThat(visit(chromium.browser(), site.uri().toString(), last)).isEmpty();
    }
  }

  /** What goes beyond limits is held; a reader's browser must bear it all the same. */
  private void releaseHeld(Path pub) throws IOException {
    String held = Command.ok("held", pub, "--json").out();
    assertThat(held).contains("\"limit\":");
    List<String> ids = ID.matcher(held).results().map(found -> found.group(1)).toList();
    Path file = Files.write(scratch.resolve("ids"), ids);
    Command.ok("allow", pub, "--from-file", file);
    Command.ok("release", pub);
  }

  /** What happened on the pages of all mails that must not happen. */
  private static List<String> visit(Browser browser, String address, int last) {
    List<String> seen = new ArrayList<>();
    try (Page page = browser.newPage()) {
      page.setDefaultTimeout(60_000);
      page.onDialog(dialog -> {
        seen.add("dialog " + dialog.message());
        dialog.dismiss();
      });
      page.onPopup(popup -> seen.add("popup " + popup.url()));
      page.onPageError(error -> seen.add("script error " + error));
      page.onRequest(request -> {
        if (!request.url().startsWith(address + "/") && !request.url().startsWith("data:")) {
          seen.add("request " + request.url());
        }
      });
      for (int number = 1; number <= last; number++) {
        for (String view : List.of("", "?view=html", "/html")) {
          String path = "/messages/" + number + view;
          try {
            Response answer = page.navigate(address + path);
            if (answer.status() == 404 && !view.isEmpty()) {
              continue;
            }
            assertThat(answer.status()).as(path).isEqualTo(200);
            ValidHtml.check(path, answer.text());
            for (Frame frame : page.frames()) {
              frame.evaluate(Chromium.PROVOKE);
            }
            page.waitForTimeout(10);
          } catch (PlaywrightException e) {
            seen.add(path + " left or hung: " + e.getMessage());
          }
        }
      }
    }
    return seen;
  }
}
