package broadside.site.pages;

import gg.jte.html.OwaspHtmlTemplateOutput;
import org.jspecify.annotations.Nullable;

/**
 * Escapes as jte does. Most of what a page is given between its tags has nothing to escape, which
 * three searches tell faster than a look at each character; all else is jte's.
 */
final class Escaping extends OwaspHtmlTemplateOutput {
  private final Utf8Page page;
  private boolean isText = true;

  Escaping(Utf8Page page) {
    super(page);
    this.page = page;
  }

  @Override
  public void setContext(@Nullable String tag, @Nullable String attribute) {
    super.setContext(tag, attribute);
    isText = tag == null || (attribute == null && !tag.equals("script"));
  }

  @Override
  public void writeUserContent(@Nullable String value) {
    if (isText && value != null && isPlain(value)) {
      page.writeContent(value);
    } else {
      super.writeUserContent(value);
    }
  }

  private static boolean isPlain(String value) {
    return value.indexOf('&') < 0 && value.indexOf('<') < 0 && value.indexOf('>') < 0;
  }
}
