package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.site.Site;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is taught to be searched for in the sample is in it. */
class SampleQueriesTest {
  private static final Pattern TYPED = Pattern.compile("`([^`]+)`");

  /** What the reader's guide teaches and the sample, as it is published here, has not. */
  private static final Set<String> OF_OTHER_ARCHIVES =
      Set.of(
          "domain:gov",
          "release:7",
          "id:1234",
          "dkim:example.org",
          "is:redacted",
          "is:withheld",
          "is:withdrawn");

  @Test
  @Tag("slow")
  void everyQueryThatIsTaughtFindsSomething() throws Exception {
    List<String> ofTheSample =
        queries("examples/README.md", "Things to search for:", "\n\n", Pattern.compile("(?s).+"));
    List<String> ofTheGuide =
        queries(
            "docs/guide/reader.md", "| write |", "## Reading", Pattern.compile("(?m)^\\|[^|]+"));
    assertThat(ofTheSample).hasSizeGreaterThan(8);
    assertThat(ofTheGuide).hasSizeGreaterThan(30).containsAll(OF_OTHER_ARCHIVES);
    List<String> all = new ArrayList<>(ofTheSample);
    all.addAll(ofTheGuide);
    all.removeAll(OF_OTHER_ARCHIVES);
    try (Site site = Served.serve(SignedSample.get().atOnce)) {
      for (String query : all) {
        String address = "/api/v1/search?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
        assertThat(Served.get(site, address).body())
            .as(query)
            .contains("\"notices\":[]", "\"count\":")
            .doesNotContain("\"count\":0,");
      }
    }
  }

  /**
   * The queries in a stretch of a page, from one text to another; names of operators and what is
   * left open are none.
   *
   * @param places where in the stretch they stand
   */
  private static List<String> queries(String page, String from, String to, Pattern places)
      throws IOException {
    String text = Files.readString(SignedSample.ROOT.resolve(page));
    int start = text.indexOf(from);
    List<String> queries = new ArrayList<>();
    Matcher place = places.matcher(text.substring(start, text.indexOf(to, start)));
    while (place.find()) {
      TYPED
          .matcher(place.group())
          .results()
          .map(typed -> typed.group(1))
          .filter(typed -> !typed.endsWith(":") && !typed.contains("…") && !typed.equals("( )"))
          .forEach(queries::add);
    }
    return queries;
  }
}
