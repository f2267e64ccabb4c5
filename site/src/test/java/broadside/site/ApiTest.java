package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.proof.text.SignedText;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTest {
  private static SiteUnderTest site;

  @BeforeAll
  static void serve(@TempDir Path directory) throws IOException {
    site = SiteUnderTest.start(directory);
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  private static JsonObject ask(String path, int status) {
    HttpResponse<String> answer = site.get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type")).as(path).contains("application/json");
    assertThat(answer.headers().firstValue("cache-control"))
        .as(path)
        .contains(status == 200 ? "max-age=60" : "no-store");
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  private static JsonObject ask(String path) {
    return ask(path, 200);
  }

  private static JsonObject only(String query) {
    JsonArray hits = ask("/api/v1/search?q=" + query).getAsJsonArray("hits");
    assertThat(hits).as(query).hasSize(1);
    return ask(hits.get(0).getAsJsonObject().get("url").getAsString());
  }

  @Test
  @Tag("slow")
  void leadsFromTheReleasesToEverythingElse() {
    Set<String> known = new LinkedHashSet<>(Set.of("/api/v1/releases"));
    ArrayDeque<String> open = new ArrayDeque<>(known);
    int messages = 0;
    while (!open.isEmpty()) {
      String path = open.poll();
      HttpResponse<String> answer = site.get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      if (path.startsWith("/api/")) {
        messages += path.startsWith("/api/v1/messages/") ? 1 : 0;
        for (String address : addresses(JsonParser.parseString(answer.body()))) {
          if (known.add(address)) {
            open.add(address);
          }
        }
      }
    }
    assertThat(messages).isEqualTo(ask("/api/v1/releases").get("mails").getAsInt());
  }

  private static Set<String> addresses(JsonElement element) {
    Set<String> found = new LinkedHashSet<>();
    if (element.isJsonObject()) {
      element
          .getAsJsonObject()
          .asMap()
          .forEach((name, value) -> {
            boolean address = List.of("url", "html", "eml", "proof", "next").contains(name);
            if (address && !value.isJsonNull()) {
              found.add(value.getAsString());
            }
            found.addAll(addresses(value));
          });
    } else if (element.isJsonArray()) {
      element.getAsJsonArray().forEach(item -> found.addAll(addresses(item)));
    }
    return found;
  }

  @Test
  void tellsOfTheReleases() {
    JsonObject all = ask("/api/v1/releases");
    assertThat(all.get("title").getAsString()).isEqualTo("Harbour letters");
    int mails = SampleMails.first().size() + SampleMails.second().size();
    assertThat(all.get("mails").getAsInt()).isEqualTo(mails - 1); // one is withheld
    JsonObject line = all.getAsJsonArray("releases").get(0).getAsJsonObject();
    JsonObject release = ask("/api/v1/releases/1");
    assertThat(line.remove("url").getAsString()).isEqualTo("/api/v1/releases/1");
    line.asMap().forEach((name, value) -> assertThat(release.get(name)).isEqualTo(value));
    assertThat(release.get("withheld").getAsInt()).isEqualTo(1);
    assertThat(release.getAsJsonArray("messages")).hasSize(SampleMails.first().size());
    JsonObject zip =
        release.getAsJsonArray("files").asList().stream()
            .map(JsonElement::getAsJsonObject)
            .filter(file -> file.get("name").getAsString().equals("mail.zip"))
            .findFirst()
            .orElseThrow();
    assertThat(zip.get("sha256").getAsString()).hasSize(64);
    assertThat(ask("/api/v1/releases/1?from=3").getAsJsonArray("messages"))
        .hasSize(SampleMails.first().size() - 2);
  }

  @Test
  void givesAMailAsItIsRead() {
    JsonObject mail = only("%22two+keys%22");
    assertThat(mail.get("subject").getAsString()).isEqualTo("Fwd: Keys of shed five");
    assertThat(mail.get("date").getAsString()).isEqualTo("2015-04-22T09:00+02:00");
    assertThat(mail.get("date_from").getAsString()).isEqualTo("date");
    assertThat(mail.getAsJsonArray("to").get(0).getAsJsonObject().get("address").getAsString())
        .isEqualTo("ines.albrecht@harbour.example");
    assertThat(mail.get("text").getAsString()).startsWith("As promised");
    assertThat(mail.get("text_cut").getAsBoolean()).isFalse();
    JsonObject nested = mail.getAsJsonArray("nested").get(0).getAsJsonObject();
    assertThat(nested.get("text").getAsString()).startsWith("I still have two keys.");
    byte[] eml = site.bytes(mail.get("eml").getAsString()).body();
    assertThat(mail.get("bytes").getAsInt()).isEqualTo(eml.length);
    assertThat(mail.get("sha256").getAsString()).isEqualTo(SignedText.sha256Hex(eml));
    JsonObject thread = ask("/api/v1/threads/" + mail.get("thread").getAsString());
    assertThat(thread.getAsJsonArray("messages").asList())
        .anyMatch(card -> card.getAsJsonObject().get("number").equals(mail.get("number")));
  }

  @Test
  void marksWhatASearchFound() {
    JsonObject found = ask("/api/v1/search?q=%22two+keys%22&order=newest");
    assertThat(found.get("read_as").getAsString()).contains("two keys");
    assertThat(found.get("order").getAsString()).isEqualTo("newest");
    assertThat(found.get("count").getAsInt()).isEqualTo(1);
    JsonObject hit = found.getAsJsonArray("hits").get(0).getAsJsonObject();
    JsonArray mark = hit.getAsJsonArray("marks").get(0).getAsJsonArray();
    assertThat(
            hit.get("snippet")
                .getAsString()
                .substring(mark.get(0).getAsInt(), mark.get(1).getAsInt()))
        .isEqualTo("two keys");
  }

  @Test
  void saysWhyNothingIsSearched() {
    assertThat(ask("/api/v1/search?q=*x").get("refused").getAsBoolean()).isTrue();
    assertThat(ask("/api/v1/search", 400).get("error").getAsString()).contains("query");
    JsonObject tooLong = ask("/api/v1/search?q=" + "x".repeat(2_001));
    assertThat(tooLong.get("refused").getAsBoolean()).isTrue();
    assertThat(tooLong.getAsJsonArray("notices").get(0).getAsString())
        .isEqualTo("The query is longer than 2000 characters.");
  }

  @Test
  void saysThatTheIndexRefused() {
    String phrase = "%22" + "quay+crane+".repeat(70) + "%22";
    String near = "%22harbour%22+NEAR/5+" + phrase;
    JsonObject refused = ask("/api/v1/search?q=" + near);
    assertThat(refused.get("refused").getAsBoolean()).isTrue();
    assertThat(refused.get("read_as").isJsonNull()).isTrue();
    assertThat(site.page("/search?q=" + near)).contains("Not searched", "take fewer words.");
  }

  @Test
  void searchesALongQueryToItsEnd() {
    JsonObject found = ask("/api/v1/search?q=" + "x".repeat(1_900) + "+OR+%22two+keys%22");
    assertThat(found.get("count").getAsInt()).isEqualTo(1);
    assertThat(found.getAsJsonArray("notices")).isEmpty();
  }

  @Test
  void tellsWhatIsWithheld() {
    JsonObject mail = ask("/api/v1/messages/8", 410);
    assertThat(mail.get("state").getAsString()).isEqualTo("withheld");
    assertThat(mail.get("reason").getAsString()).isNotEmpty();
    assertThat(mail.has("subject")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/messages/4000",
        "/api/v1/releases/9",
        "/api/v1/releases/1?from=4000",
        "/api/v1/threads/0123456789abcdef"
      })
  void saysWhatIsNotThere(String path) {
    assertThat(ask(path, 404).get("error").getAsString()).isNotEmpty();
  }
}
