package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class StylesTest {
  private static final Pattern DARK =
      Pattern.compile("@media \\(prefers-color-scheme: dark\\) \\{\\s*:root \\{([^}]*)}\\s*}");

  /** So that a page that is accessible in the light need only have its colours checked again. */
  @Test
  void inTheDarkNothingDiffersButColours() throws Exception {
    String css;
    try (InputStream in = Site.class.getResourceAsStream("site.css")) {
      css = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    Matcher dark = DARK.matcher(css);
    assertThat(dark.find()).isTrue();
    assertThat(dark.group(1).trim().split(";\\s*"))
        .isNotEmpty()
        .allMatch(value -> value.matches("--[a-z]+: #([0-9a-f]{6}|[0-9a-f]{8})"));
    assertThat(css.replace(dark.group(), "")).doesNotContain("prefers-color-scheme");
  }
}
