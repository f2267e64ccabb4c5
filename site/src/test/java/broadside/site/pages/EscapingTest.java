package broadside.site.pages;

import static org.assertj.core.api.Assertions.assertThat;

import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What has nothing to escape is written without a look at each character. */
class EscapingTest {
  private static final String[][] CONTEXTS = {
    {null, null},
    {"p", null},
    {"script", null},
    {"a", "href"},
    {"a", "title"},
    {"a", "onclick"},
    {"input", "value"},
    {"bdi", "title"}
  };

  private static void write(
      HtmlTemplateOutput out, @Nullable String tag, @Nullable String attribute, String value) {
    out.setContext(tag, attribute);
    out.writeUserContent(value);
  }

  private static List<String> values() {
    List<String> values = new ArrayList<>();
    for (char c = 0; c < 0x180; c++) {
      values.add(String.valueOf(c));
      values.add("some words " + c + " and more of them, so many that they are long");
    }
    values.addAll(
        List.of(
            "",
            "/people/ann@example.org?after=1&b=2",
            "javascript:alert(1)",
            " JavaScript:alert(1)",
            "https://example.org/",
            "писал 写道 \ud83d\ude00"));
    return values;
  }

  @Test
  void writesWhatJteWrites() {
    for (String[] context : CONTEXTS) {
      for (String value : values()) {
        StringOutput theirs = new StringOutput();
        write(new OwaspHtmlTemplateOutput(theirs), context[0], context[1], value);
        Utf8Page ours = new Utf8Page();
        write(new Escaping(ours), context[0], context[1], value);
        assertThat(new String(ours.toByteArray(), StandardCharsets.UTF_8))
            .as("%s in %s %s", value, context[0], context[1])
            .isEqualTo(theirs.toString());
      }
    }
  }
}
