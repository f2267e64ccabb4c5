package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.jsoup.parser.Parser;

/** HTML as the standard's parser reads it: without one error. */
final class ValidHtml {
  private ValidHtml() {}

  static void check(String page, String html) {
    Parser parser = Parser.htmlParser().setTrackErrors(20);
    assertThat(parser.parseInput(html, page).title()).as(page).isNotBlank();
    assertThat(parser.getErrors()).as(page).isEmpty();
  }
}
