package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import broadside.site.http.PortInUseException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteTest {
  @TempDir static Path directory;
  static SiteUnderTest site;

  @BeforeAll
  static void start() throws IOException {
    site = SiteUnderTest.start(directory);
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/releases",
        "/releases/1",
        "/releases/2",
        "/releases/2?from=116",
        "/messages/1",
        "/messages/4?view=html",
        "/messages/4/html",
        "/messages/9",
        "/messages/145",
        "/search?q=quay",
        "/search?q=",
        "/search",
        "/search/help",
        "/people/ines.albrecht@harbour.example",
        "/about",
        "/verify",
      })
  void answersEveryKindOfPage(String path) {
    HttpResponse<String> page = site.get(path);
    assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
    assertThat(page.headers().firstValue("content-type")).hasValue("text/html;charset=utf-8");
    assertThat(page.body()).contains("<title>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/search?q=quay", "/nowhere"})
  void saysOnEveryPageHowMuchIsPublished(String path) {
    assertThat(site.get(path).body()).contains("Release 2 of 2, ").contains(" mails in all");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/releases/1", "/messages/1", "/messages/8"})
  void saysWhereAPageStandsAmongTheReleases(String path) {
    assertThat(site.get(path).body()).contains("Release 1 of 2 · ").contains(" mails in all");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*uay", "q*"})
  void doesNotSayThatARefusedSearchFoundNothing(String query) {
    assertThat(site.get("/search?q=" + query).body())
        .contains("<h1>Not searched</h1>", "A star ", "How to search")
        .doesNotContain("No mails found", "Read as");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "%22",
        "-",
        "nobody@harbour.example%E2%80%9D%20OR%20quay",
        "%E2%80%9E%20OR%20quay"
      })
  void findsNothingForAnAddressThatNoMailHasWhateverSignsAreInIt(String address) {
    assertThat(site.page("/people/" + address)).contains("No mails found from or to this address");
  }

  @Test
  void saysThatAnAddressIsAnothersAndNotThatItIsTaken() {
    for (String host : new String[] {"203.0.113.9", "2001:db8::9"}) {
      assertThatThrownBy(() -> Site.start(SiteOptions.of(directory).withHost(host).withPort(0)))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(PortInUseException.class)
          .hasMessageContaining(host + " is no address of this machine")
          .hasMessageContaining("127.0.0.1");
    }
  }

  @Test
  void refusesAPortThatIsTaken() {
    int port = site.site.uri().getPort();
    assertThatThrownBy(() -> Site.start(SiteOptions.of(directory).withPort(port)))
        .isInstanceOf(PortInUseException.class)
        .hasMessageContaining("Port " + port)
        .hasMessageContaining("another port");
  }
}
