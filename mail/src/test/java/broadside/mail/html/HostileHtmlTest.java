package broadside.mail.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import broadside.mail.message.MailLimits;
import broadside.mail.message.MessageParser;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The 223 script injection mails of the hostile corpus, by structure and in a real browser. */
@Tag("slow")
class HostileHtmlTest {
  private static final String CSP =
      "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'";

  private static Map<String, String> mails = Map.of();

  @BeforeAll
  static void readMails() throws IOException {
    mails = hostileHtml();
  }

  @Test
  void leavesNothingHarmfulInAnyOfThem() {
    assertThat(mails).hasSizeGreaterThanOrEqualTo(223);
    mails.forEach((name, html) -> {
      String safe = SafeHtml.clean(html, cid -> "/image").html();
      HarmlessHtml.check(safe);
      String again = SafeHtml.clean(html, cid -> null).html();
      assertThat(SafeHtml.clean(again, cid -> null).html()).as(name).isEqualTo(again);
      assertThat(HtmlText.of(html).text()).as(name).isNotNull();
    });
  }

  @Test
  void runsNoScriptAndSendsNoRequestInABrowser() throws IOException {
    List<String> attacks = List.copyOf(mails.values());
    List<String> cleaned =
        attacks.stream().map(html -> SafeHtml.clean(html, cid -> "/image").html()).toList();
    try (Watch watch = new Watch()) {
      assertThat(watch.seen(inBatches(cleaned), "")).as("by cleaning alone").isEmpty();
      assertThat(watch.seen(inBatches(cleaned), CSP)).as("with the site's policy").isEmpty();
      // the first five reach for hosts that are not there, and a page waits half a minute for each
      assertThat(watch.seen(attacks.subList(5, 45), ""))
          .as("of what is not cleaned")
          .hasSizeGreaterThan(10);
    }
  }

  /** Each on a page of its own, so that none hides what another does. */
  @Test
  @Tag("acceptance")
  void runsNoScriptOnAPageOfItsOwn() throws IOException {
    List<String> cleaned =
        mails.values().stream().map(html -> SafeHtml.clean(html, cid -> "/image").html()).toList();
    try (Watch watch = new Watch()) {
      assertThat(watch.seen(cleaned, "")).as("by cleaning alone").isEmpty();
      assertThat(watch.seen(cleaned, CSP)).as("with the site's policy").isEmpty();
    }
  }

  private static List<String> inBatches(List<String> bodies) {
    List<String> batches = new ArrayList<>();
    for (int i = 0; i < bodies.size(); i += 20) {
      batches.add(String.join("\n", bodies.subList(i, Math.min(i + 20, bodies.size()))));
    }
    return batches;
  }

  private static Map<String, String> hostileHtml() throws IOException {
    String variable = System.getenv("BROADSIDE_CORPORA");
    Path corpora =
        variable != null
            ? Path.of(variable)
            : Path.of(System.getProperty("broadside.root", "."), "..", "shared", "corpora");
    Path archive = corpora.resolve("hostile.tar.gz");
    assumeTrue(Files.isReadable(archive), "skipped: no corpus " + archive);
    MessageParser parser = new MessageParser(MailLimits.DEFAULT);
    Map<String, String> html = new TreeMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new GzipCompressorInputStream(
                new BufferedInputStream(Files.newInputStream(archive))))) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        if (e.getName().matches(".*(xss-eml/|synthetic/html-).*\\.eml")) {
          String body = parser.parse(tar.readAllBytes()).html();
          html.put(e.getName(), Objects.requireNonNullElse(body, ""));
        }
      }
    }
    return html;
  }

  /** A server on loopback and a browser whose every request, dialog and message is written down. */
  private static final class Watch implements AutoCloseable {
    private final Chromium chromium = Chromium.start();
    private final HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private volatile String body = "";
    private volatile String policy = "";

    Watch() throws IOException {
      server.createContext("/page", this::servePage);
      server.start();
    }

    /** What happened on the pages that was neither asked for nor the mail's own image. */
    List<String> seen(List<String> bodies, String contentSecurityPolicy) {
      policy = contentSecurityPolicy;
      ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
      String address = "http://127.0.0.1:" + server.getAddress().getPort();
      try (Page page = chromium.browser().newPage()) {
        page.setDefaultTimeout(10_000);
        page.onDialog(dialog -> {
          seen.add("dialog " + dialog.message());
          dialog.dismiss();
        });
        page.onPopup(popup -> seen.add("popup " + popup.url()));
        page.onPageError(error -> seen.add("script error " + error));
        page.onDownload(download -> seen.add("download " + download.url()));
        page.onRequest(request -> {
          String url = request.url().replace(address, "");
          if (!url.matches("/page\\?\\d+|/image|/favicon.ico")) {
            seen.add("request " + url);
          }
        });
        for (int i = 0; i < bodies.size(); i++) {
          body = bodies.get(i);
          try {
            page.navigate(address + "/page?" + i);
            page.evaluate(Chromium.PROVOKE);
            page.waitForTimeout(10);
          } catch (com.microsoft.playwright.PlaywrightException e) {
            seen.add("page " + i + " left or hung: " + e.getMessage());
          }
        }
      }
      return new ArrayList<>(seen);
    }

    private void servePage(HttpExchange exchange) throws IOException {
      byte[] page =
          ("<!doctype html><html lang=en><head><meta charset=utf-8><title>mail</title></head><body>"
                  + body
                  + "</body></html>")
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
      if (!policy.isEmpty()) {
        exchange.getResponseHeaders().set("Content-Security-Policy", policy);
      }
      exchange.sendResponseHeaders(200, page.length);
      exchange.getResponseBody().write(page);
      exchange.close();
    }

    @Override
    public void close() {
      chromium.close();
      server.stop(0);
    }
  }
}
