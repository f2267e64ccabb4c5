package broadside.site.pages;

import gg.jte.html.OwaspHtmlTemplateOutput;
import org.jspecify.annotations.Nullable;

/**
 * Escapes as jte does. Most of what a page is given has nothing to escape, which between tags three
 * searches tell faster than a look at each character; all else is jte's.
 */
final class Escaping extends OwaspHtmlTemplateOutput {
  private static final boolean[] IN_WORD = inWord();

  private final Utf8Page page;
  private boolean isText = true;
  private boolean isScript;

  Escaping(Utf8Page page) {
    super(page);
    this.page = page;
  }

  @Override
  public void setContext(@Nullable String tag, @Nullable String attribute) {
    super.setContext(tag, attribute);
    isText = tag == null || attribute == null;
    isScript =
        tag != null && (attribute == null ? tag.equals("script") : attribute.startsWith("on"));
  }

  @Override
  public void writeUserContent(@Nullable String value) {
    if (value != null && !isScript && (isText ? isPlain(value) : isWord(value))) {
      page.writeContent(value);
    } else {
      super.writeUserContent(value);
    }
  }

  private static boolean isPlain(String value) {
    return value.indexOf('&') < 0 && value.indexOf('<') < 0 && value.indexOf('>') < 0;
  }

  /** True for what means nothing in any attribute: no quotation mark, no colon after a scheme. */
  private static boolean isWord(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= IN_WORD.length || !IN_WORD[c]) {
        return false;
      }
    }
    return true;
  }

  private static boolean[] inWord() {
    boolean[] table = new boolean[128];
    for (char c = ' '; c < table.length - 1; c++) {
      table[c] = "\"'&<>`:=\\".indexOf(c) < 0;
    }
    return table;
  }
}
