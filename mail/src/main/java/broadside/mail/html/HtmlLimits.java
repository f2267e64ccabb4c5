package broadside.mail.html;

/**
 * What the HTML of one mail may cost; the same for showing and for reading it. Most elements nest
 * at most 256 deep, by the parser's own limit; those of lists do not.
 *
 * @param chars characters of HTML that are looked at; what lies beyond is left out, and said so
 * @param written characters that may come out of them, before escaping: wrong nesting is repaired
 *     by repeating tags, which can make much of little
 * @param attributes attributes of one element, and declarations of one style
 * @param readings times that a cleaned page is read again until nothing changes; three at most were
 *     ever needed
 * @param nodes elements and texts of a page that are held at once to make it valid; a larger page
 *     is shown as it was cleaned
 * @param depth elements within each other up to which a page is made valid
 */
record HtmlLimits(int chars, int written, int attributes, int readings, int nodes, int depth) {

  /** The documented defaults; the longest of 1,534 real pages measured had 172,914 bytes. */
  static final HtmlLimits DEFAULT = new HtmlLimits(4 << 20, 8 << 20, 64, 8, 100_000, 512);

  /** The beginning of {@code html} that may be looked at. */
  String bounded(String html) {
    return html.length() <= chars ? html : html.substring(0, chars);
  }
}
