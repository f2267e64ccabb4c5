package broadside.site.pages;

import broadside.proof.text.SignedText;

/**
 * What tabs and bookmarks call a page. No markup can isolate the words of a mail there, so that
 * characters which turn the order of what follows are left out.
 */
final class TabTitle {
  private TabTitle() {}

  static String of(String title) {
    StringBuilder plain = new StringBuilder(title.length());
    title.codePoints().filter(c -> !SignedText.isMisleading(c)).forEach(plain::appendCodePoint);
    return plain.toString();
  }
}
